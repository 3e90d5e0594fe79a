package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Pipe;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;

/**
 * The second classic: an anonymous pipe with lines, and no unused end left open. Each read returns
 * exactly one message, and the stream ends with the child, because no other process holds a write
 * end.
 */
public final class Pipe2 {
  private static final String USAGE = "usage: pipe2 [--scale FACTOR] [--rounds N]";
  private static final String CHILD = "-child";
  private static final int WRITE_END = 3;

  private Pipe2() {}

  /** Runs the child if the first argument says so, otherwise the parent. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(CHILD)) {
      Program.run(USAGE + " [-child]", arguments, Pipe2::child);
    }
    Program.run(USAGE, arguments, Pipe2::parent);
  }

  private static boolean child(Options options) throws IOException, InterruptedException {
    // The child never had the read end, so there is nothing to close except what it was given.
    try (PipeWriter out = PipeWriter.inherited(WRITE_END)) {
      new Spam(options, "\n").writeTo(out);
    }
    return true;
  }

  private static boolean parent(Options options) throws IOException, InterruptedException {
    // @start region="pipe2"
    try (Pipe pipe = Pipe.open();
        Child child =
            Command.self(options.after(CHILD)).fd(3, Redirect.handOver(pipe.writer())).start()) {
      printLines(pipe.reader());
      child.awaitSuccess();
    }
    // @end
    return true;
  }

  private static void printLines(PipeReader reader) throws IOException {
    try (var lines = new BufferedReader(Channels.newReader(reader, UTF_8));
        Arrivals arrivals = Arrivals.onStdout()) {
      String line;
      while ((line = lines.readLine()) != null) {
        arrivals.got(line);
      }
    }
  }
}
