package io.standpipe.examples;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Pipe;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first classic: an anonymous pipe and raw bytes. The child sleeps and writes; the parent reads
 * at most 32 bytes at a time.
 *
 * <p>Between {@code Spam 004} and {@code Spam 000} the child does not sleep, so one read sometimes
 * returns both: {@code Spam 004Spam 000}. A pipe is a stream and keeps no message boundaries;
 * {@link Pipe2} is the remedy.
 */
public final class Pipe1 {
  private static final String USAGE = "usage: pipe1 [--scale FACTOR] [--rounds N]";
  private static final String CHILD = "-child";
  private static final int WRITE_END = 3;
  private static final int AT_MOST = 32;

  private Pipe1() {}

  /** Runs the child if the first argument says so, otherwise the parent. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(CHILD)) {
      Program.run(USAGE + " [-child]", arguments, Pipe1::child);
    }
    Program.run(USAGE, arguments, Pipe1::parent);
  }

  private static boolean child(Options options) throws IOException, InterruptedException {
    try (PipeWriter out = PipeWriter.inherited(WRITE_END)) {
      new Spam(options, "").writeTo(out);
    }
    return true;
  }

  private static boolean parent(Options options) throws IOException, InterruptedException {
    // @start region="pipe1"
    try (Pipe pipe = Pipe.open();
        Child child =
            Command.self(options.after(CHILD)).fd(3, Redirect.to(pipe.writer())).start()) {
      // Like the classic, we hold a write end too. While it is open, the end never comes.
      var closed = child.onExit().thenRun(pipe.writer()::close);
      printAll(pipe.reader());
      closed.join();
      child.awaitSuccess();
    }
    // @end
    return true;
  }

  private static void printAll(PipeReader reader) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(AT_MOST);
    try (Arrivals arrivals = Arrivals.onStdout()) {
      while (reader.read(buffer) >= 0) {
        arrivals.got(StandardCharsets.UTF_8.decode(buffer.flip()).toString());
        buffer.clear();
      }
    }
  }
}
