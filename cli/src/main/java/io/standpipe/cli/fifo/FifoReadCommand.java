package io.standpipe.cli.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.TimeLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo read PATH}. */
final class FifoReadCommand extends BaseCommand {
  private static final int CHUNK = 64 * 1024;

  private final PositionalParamSpec path = FifoArguments.path(this, "The fifo.");
  private final OptionSpec follow =
      addFlag(
          "--follow",
          "Go on after the last writer has closed the fifo, and with a fifo that replaces it.");
  private final TimeoutOption timeout = new TimeoutOption(this);

  FifoReadCommand() {
    super("read", "Print what is written to a named pipe.");
    usage()
        .description(
            "Waits for a writer, and ends when the last writer has closed the fifo. With --follow"
                + " it then waits for the next writer, until Ctrl-C or --timeout ends it. If the fifo"
                + " is removed and created anew, it goes on with the new one.")
        .footer(
            "  standpipe fifo read /tmp/q",
            "  standpipe fifo read --timeout 5s /tmp/q",
            "  standpipe fifo read --follow /tmp/q > all.log");
    exitCodes(
        " 0:success", " 2:wrong usage", " 124:the time limit passed", " 125:standpipe failed");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    TimeLimit limit = timeout.start();
    // Opened first: what was read from the fifo and cannot be printed is lost.
    StandardOutput out = StandardOutput.out();
    Fifo at = Fifo.at(path.getValue());
    var fifo = new TimedFifo(follow.getValue() ? at.follow() : at, limit);
    try (PipeReader reader = fifo.openReader()) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
      while (fifo.read(reader, chunk) >= 0) {
        out.write(chunk.flip(), limit);
        chunk.clear();
      }
    }
    return 0;
  }
}
