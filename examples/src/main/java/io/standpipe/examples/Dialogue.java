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
 * A server and its clients over two fifos: requests go through {@code PATH.request}, replies come
 * through {@code PATH.reply}, a line each. Clients come and go; the server stays.
 *
 * <p>A reply carries no address, and whoever reads it first has it. So clients take turns, by a
 * lock on {@code PATH.turn}; and a client passes over a reply that repeats other words than its
 * own: it is for one that went before it was answered.
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

  /** The server: answers so many requests. */
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
      // The client has gone; the next one may be waiting already.
    }
  }

  /** A client: says so many things, and prints the answers. */
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
