package io.standpipe.cli.fifo;

import io.standpipe.cli.command.BaseCommand;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The positional arguments that several fifo commands have. */
final class FifoArguments {
  private FifoArguments() {}

  /** Adds the path of a fifo, as a required first argument. */
  static PositionalParamSpec path(BaseCommand command, String description) {
    return command.add(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .required(true)
            .paramLabel("PATH")
            .type(Path.class)
            .converters(new FifoPathConverter())
            .description(description)
            .build());
  }

  /** Adds a path or a topic, as a required argument at this place. */
  static PositionalParamSpec place(
      BaseCommand command, int index, String label, String description) {
    return command.add(
        PositionalParamSpec.builder()
            .index(String.valueOf(index))
            .arity("1")
            .required(true)
            .paramLabel(label)
            .type(FifoPlace.class)
            .converters(new FifoPlace.Converter())
            .description(description)
            .build());
  }

  /** Adds the words after the path, none or many. */
  static PositionalParamSpec text(BaseCommand command, String description) {
    return command.add(
        PositionalParamSpec.builder()
            .index("1..*")
            .arity("0..*")
            .paramLabel("TEXT")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .description(description)
            .build());
  }
}
