package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;

/**
 * The fifth classic: a named pipe. Two unrelated programs, started in any order from two terminals,
 * meet at a path, which the first one creates. Without an argument the program reads lines; with
 * {@code -child} it writes them. The other side can also be {@code cat} or {@code echo}.
 *
 * <p>Partners come and go. The reader keeps the fifo open ({@link Fifo#keepOpen}), so that it waits
 * for the next writer when one ends, and loses no line between the two. The writer waits for the
 * next reader when one leaves.
 *
 * <p>With {@code --dialogue}, a server talks with its clients over two fifos: {@link Dialogue}.
 */
public final class NamedPipe {
  private static final String USAGE =
      "usage: fifo [-child] [--path FILE] [--dialogue] [--scale FACTOR] [--rounds N]";
  private static final String PATH = "/tmp/pipefifo";

  private NamedPipe() {}

  /** Runs the reader or the writer, or the server or a client. */
  public static void main(String[] arguments) {
    Program.run(USAGE, arguments, NamedPipe::run);
  }

  private static boolean run(Options options) throws IOException, InterruptedException {
    Path path = Path.of(options.get("--path", PATH));
    boolean child = options.has("-child");
    if (options.has("--dialogue")) {
      Dialogue dialogue = Dialogue.at(path);
      if (child) {
        dialogue.ask(options.rounds(2));
      } else {
        dialogue.serve(options.rounds(Long.MAX_VALUE));
      }
    } else if (child) {
      write(Fifo.createIfAbsent(path), new Spam(options, "\n"));
    } else {
      read(Fifo.createIfAbsent(path), options.rounds(Long.MAX_VALUE));
    }
    return true;
  }

  // @start region="write"
  private static void write(Fifo fifo, Spam spam) throws IOException, InterruptedException {
    while (!spam.isDone()) {
      try (PipeWriter out = fifo.openWriter()) {
        spam.writeTo(out);
      } catch (BrokenPipeException e) {
        // The reader has gone; the next one gets the rest.
      }
    }
  }

  // @end

  private static void read(Fifo fifo, long rounds) throws IOException, InterruptedException {
    // @start region="read"
    try (PipeReader reader = fifo.keepOpen().openReader();
        var lines = new BufferedReader(Channels.newReader(reader, UTF_8));
        Arrivals arrivals = Arrivals.onStdout()) {
      for (long i = 0; i < rounds; i++) {
        arrivals.got(lines.readLine());
      }
    }
    // @end
  }
}
