package io.standpipe.cli;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fifo read PATH}. */
@Command(
    name = "read",
    header = "Print what is written to a named pipe.",
    description = {
      "Waits for a writer, and ends when the last writer has closed the fifo. With --follow it then"
          + " waits for the next one; Ctrl-C or --timeout end it."
    },
    exitCodeList = {
      " 0:all went well",
      " 2:wrong usage",
      " 124:the time ran out",
      " 125:it could not be done"
    },
    footer = {
      "  standpipe fifo read /tmp/q",
      "  standpipe fifo read --timeout 5s /tmp/q",
      "  standpipe fifo read --follow /tmp/q > all.log"
    })
final class FifoReadCommand extends BaseCommand {
  private static final int CHUNK = 64 * 1024;

  @Parameters(paramLabel = "PATH", converter = PathConverter.class, description = "The fifo.")
  private Path path = Path.of("");

  @Option(names = "--follow", description = "Go on when the last writer has gone.")
  private boolean follow;

  @Mixin private TimeoutOption timeout = new TimeoutOption();

  @Override
  int execute() throws IOException, InterruptedException {
    Deadline deadline = timeout.start();
    Fifo at = Fifo.at(path);
    var fifo = new TimedFifo(follow ? at.keepOpen() : at, deadline);
    try (PipeReader reader = fifo.openReader()) {
      StandardOutput out = StandardOutput.out();
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
      while (fifo.read(reader, chunk) >= 0) {
        out.write(chunk.flip(), deadline);
        chunk.clear();
      }
    }
    return 0;
  }
}
