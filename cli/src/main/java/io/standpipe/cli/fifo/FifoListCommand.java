package io.standpipe.cli.fifo;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.option.PathConverter;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo ls PATH}. */
final class FifoListCommand extends BaseCommand {
  private final PositionalParamSpec path =
      add(
          PositionalParamSpec.builder()
              .index("0")
              .arity("0..1")
              .paramLabel("PATH")
              .type(Path.class)
              .converters(new PathConverter())
              .initialValue(Path.of("."))
              .description("A folder or a fifo. Default: the current folder.")
              .build());

  FifoListCommand() {
    super("ls", "List named pipes and the processes that have them open.");
    usage()
        .description("Only root sees the processes of other users.")
        .footer("  standpipe fifo ls", "  standpipe fifo ls /tmp");
  }

  @Override
  protected int execute() throws IOException {
    print(FifoTable.of(path.getValue()));
    return 0;
  }
}
