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
              .description("A folder, the current one if not given; or a fifo.")
              .build());

  FifoListCommand() {
    super("ls", "List named pipes, and who has them open.");
    usage()
        .description("Who has them open: processes of other users are shown to root only.")
        .footer("  standpipe fifo ls", "  standpipe fifo ls /tmp");
  }

  @Override
  protected int execute() throws IOException {
    print(FifoTable.of(path.getValue()));
    return 0;
  }
}
