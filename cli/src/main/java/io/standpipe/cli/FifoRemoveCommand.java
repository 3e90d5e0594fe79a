package io.standpipe.cli;

import io.standpipe.Fifo;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fifo rm PATH}. */
@Command(
    name = "rm",
    header = "Remove a named pipe.",
    description = "Anything that is not a fifo is left alone.",
    footer = "  standpipe fifo rm /tmp/q")
final class FifoRemoveCommand extends BaseCommand {
  @Parameters(
      paramLabel = "PATH",
      converter = PathConverter.class,
      description = "The fifo. Programs that have it open go on.")
  private Path path = Path.of("");

  @Override
  int execute() throws IOException {
    Fifo.at(path).delete();
    return 0;
  }
}
