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
 * The second classic: an anonymous pipe, lines, and no end left open that is not used. One message
 * for each read, always; and when the child ends, so does the stream, for nobody else holds a write
 * end.
 */
public final class Pipe2 {
  private static final String USAGE = "usage: pipe2 [--scale FACTOR] [--rounds N]";
  private static final String CHILD = "-child";
  private static final int WRITE_END = 3;

  private Pipe2() {}

  /** Parent or child, by the first argument. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(CHILD)) {
      Program.run(USAGE + " [-child]", arguments, Pipe2::child);
    }
    Program.run(USAGE, arguments, Pipe2::parent);
  }

  private static boolean child(Options options) throws IOException, InterruptedException {
    // The read end is not among the child's descriptors: there is nothing to close but what it has.
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
