package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * A server and its clients over two fifos. Each request is a line through {@code PATH.request}, and
 * each reply a line through {@code PATH.reply}. Clients come and go; the server stays.
 *
 * <p>A reply carries no address, and the first client to read it gets it. So clients take turns by
 * a lock on {@code PATH.turn}, and a client skips a reply that repeats words other than its own: it
 * belongs to a client that left before it was answered.
 */
final class Dialogue {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Set<OpenOption> LOCK_FILE = Set.of(CREATE, WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Fifo request;
  private final Fifo reply;
  private final Path turn;

  private Dialogue(Fifo request, Fifo reply, Path turn) {
    this.request = request;
    this.reply = reply;
    this.turn = turn;
  }

  static Dialogue at(Path path) throws IOException {
    return new Dialogue(
        Fifo.createIfAbsent(Path.of(path + ".request")),
        Fifo.createIfAbsent(Path.of(path + ".reply")),
        Path.of(path + ".turn"));
  }

  /** Runs the server, which answers a number of requests. */
  void serve(long rounds) throws IOException, InterruptedException {
    try (PipeReader reader = request.keepOpen().openReader();
        var requests = new BufferedReader(Channels.newReader(reader, UTF_8));
        Arrivals arrivals = Arrivals.onStdout()) {
      for (long i = 0; i < rounds; i++) {
        String line = requests.readLine();
        arrivals.got(line);
        answer("Server " + ProcessHandle.current().pid() + " got: [" + line + "]\n");
      }
    }
  }

  private void answer(String line) throws IOException, InterruptedException {
    try (PipeWriter out = reply.openWriter(PATIENCE)) {
      out.write(line);
    } catch (DeadlineExceededException | BrokenPipeException e) {
      // The client has gone, and the next one may already be waiting.
    }
  }

  /** Runs a client, which sends a number of messages and prints the answers. */
  void ask(long rounds) throws IOException, InterruptedException {
    try (FileChannel lock = FileChannel.open(turn, LOCK_FILE)) {
      lock.lock();
      converse(rounds);
    }
  }

  private void converse(long rounds) throws IOException, InterruptedException {
    long self = ProcessHandle.current().pid();
    try (PipeReader reader = reply.keepOpen().openReader();
        PipeWriter out = request.openWriter()) {
      Lines replies = new Lines(reader);
      for (long i = 1; i <= rounds; i++) {
        String words = "Hello " + i + " from client " + self;
        out.write(words + "\n");
        System.out.println("Client " + self + " got: \"" + replyTo(words, replies) + "\"");
      }
    }
  }

  private static String replyTo(String words, Lines replies) throws IOException {
    String line;
    do {
      line = replies.next(PATIENCE);
    } while (!line.endsWith("[" + words + "]"));
    return line;
  }
}
