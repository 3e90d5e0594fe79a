package io.standpipe.cli.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.option.TimeoutOption;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.cli.text.Utf8;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code fifo write PATH TEXT}. */
final class FifoWriteCommand extends BaseCommand {
  private static final int CHUNK = 64 * 1024;

  private final PositionalParamSpec path = addFifo("The fifo.");

  private final PositionalParamSpec text =
      addText("Words, written with spaces between them and a newline at the end.");

  private final TimeoutOption timeout = new TimeoutOption(this);

  FifoWriteCommand() {
    super("write", "Write to a named pipe.");
    usage()
        .description(
            "Waits for a reader. Without a text it writes what standard input brings, up to its"
                + " end.")
        .footer(
            "  standpipe fifo write /tmp/q hello",
            "  standpipe fifo write --timeout 5s /tmp/q -- -n is written too",
            "  make 2>&1 | standpipe fifo write /tmp/q");
    exitCodes(
        " 0:all went well", " 2:wrong usage", " 124:the time ran out", " 125:it could not be done");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    TimeLimit deadline = timeout.start();
    var fifo = new TimedFifo(Fifo.at(path.getValue()), deadline);
    List<String> words = text.getValue();
    // Before the fifo is opened: its reader would take our end for the end of a message.
    PipeReader in = words.isEmpty() ? PipeReader.stdin() : null;
    try (PipeWriter writer = fifo.openWriter()) {
      if (in != null) {
        copy(in, fifo, writer, deadline);
      } else {
        fifo.write(writer, ByteBuffer.wrap(Utf8.encode(String.join(" ", words) + "\n")));
      }
    }
    return 0;
  }

  private static void copy(PipeReader in, TimedFifo fifo, PipeWriter writer, TimeLimit deadline)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    while (read(in, chunk, deadline) >= 0) {
      fifo.write(writer, chunk.flip());
      chunk.clear();
    }
  }

  private static int read(PipeReader in, ByteBuffer chunk, TimeLimit deadline) throws IOException {
    try {
      return in.read(chunk, deadline.remaining());
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded("read standard input", "nothing comes, and it has not ended");
    }
  }
}
