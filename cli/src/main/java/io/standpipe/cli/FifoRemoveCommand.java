package io.standpipe.cli;

import io.standpipe.Fifo;
import java.io.IOException;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo rm PATH}. */
final class FifoRemoveCommand extends BaseCommand {
  private final PositionalParamSpec path = addFifo("The fifo. Programs that have it open go on.");

  FifoRemoveCommand() {
    super("rm", "Remove a named pipe.");
    usage()
        .description("Anything that is not a fifo is left alone.")
        .footer("  standpipe fifo rm /tmp/q");
  }

  @Override
  int execute() throws IOException {
    Fifo.at(path.getValue()).delete();
    return 0;
  }
}
