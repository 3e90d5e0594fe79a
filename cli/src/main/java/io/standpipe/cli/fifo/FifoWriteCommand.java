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

  private final PositionalParamSpec path = FifoArguments.path(this, "The fifo.");

  private final PositionalParamSpec text =
      FifoArguments.text(
          this,
          "Words, written with spaces between them and a newline at the end. By default, standard input.");

  private final TimeoutOption timeout = new TimeoutOption(this);

  FifoWriteCommand() {
    super("write", "Write to a named pipe.");
    usage()
        .description("Waits for a reader. Without TEXT it copies standard input, up to its end.")
        .footer(
            "  standpipe fifo write /tmp/q hello",
            "  standpipe fifo write --timeout 5s /tmp/q -- -n is text too",
            "  make 2>&1 | standpipe fifo write /tmp/q");
    exitCodes(
        " 0:success", " 2:wrong usage", " 124:the time limit passed", " 125:standpipe failed");
  }

  @Override
  protected int execute() throws IOException, InterruptedException {
    TimeLimit limit = timeout.start();
    var fifo = new TimedFifo(Fifo.at(path.getValue()), limit);
    List<String> words = text.getValue();
    // Opened before the fifo: if this fails later, the fifo's reader takes our close for the end of
    // an empty stream.
    PipeReader in = words.isEmpty() ? PipeReader.stdin() : null;
    try (PipeWriter writer = fifo.openWriter()) {
      if (in != null) {
        copy(in, fifo, writer, limit);
      } else {
        fifo.write(writer, ByteBuffer.wrap(Utf8.encode(String.join(" ", words) + "\n")));
      }
    }
    return 0;
  }

  private static void copy(PipeReader in, TimedFifo fifo, PipeWriter writer, TimeLimit limit)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    while (read(in, chunk, limit) >= 0) {
      fifo.write(writer, chunk.flip());
      chunk.clear();
    }
  }

  private static int read(PipeReader in, ByteBuffer chunk, TimeLimit limit) throws IOException {
    try {
      return in.read(chunk, limit.remaining());
    } catch (DeadlineExceededException e) {
      throw limit.exceeded("read standard input", "it is open but brings nothing");
    }
  }
}
