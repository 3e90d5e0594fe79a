package io.standpipe.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fifo ls PATH}. */
@Command(
    name = "ls",
    header = "List named pipes, and who has them open.",
    description = "Who has them open: processes of other users are shown to root only.",
    footer = {"  standpipe fifo ls", "  standpipe fifo ls /tmp"})
final class FifoListCommand extends BaseCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      converter = PathConverter.class,
      description = "A folder, the current one if not given; or a fifo.")
  private Path path = Path.of(".");

  @Override
  int execute() throws IOException {
    print(FifoTable.of(path));
    return 0;
  }
}
