package io.standpipe.examples;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Stdio;
import io.standpipe.StopPolicy;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The parent's part of the dialogue of {@link Spawn}, with a limit on each answer and with a buffer
 * of its own in front of standard output, which it flushes or forgets to flush.
 */
final class Exchange implements AutoCloseable {
  private static final int LOOKS = 20;
  private static final int BUFFER = 8192;

  /** What the parent does after each message. */
  enum Writer {
    /** Forgets to flush. */
    BUFFERED,
    /** Flushes by hand. */
    FLUSHED,
    /** Uses no buffer. */
    UNBUFFERED
  }

  private final Child child;
  private final Runnable crossBack;
  private final PipeReader in;
  private final PipeWriter out;
  private final Lines lines;
  private final FrameWriter buffer;
  private final Writer writer;

  private Exchange(Child child, Runnable crossBack, PipeReader in, PipeWriter out, Writer writer) {
    this.child = child;
    this.crossBack = crossBack;
    this.in = in;
    this.out = out;
    this.lines = new Lines(in);
    this.buffer = Framing.lines().bufferedWriter(out, BUFFER);
    this.writer = writer;
  }

  static Exchange start(Command child, Writer writer) throws IOException {
    Stdio crossed = Stdio.spawn(child);
    return new Exchange(
        crossed.child(), crossed::close, PipeReader.stdin(), PipeWriter.stdout(), writer);
  }

  /**
   * Gives the child a terminal, of which this process reads the other side. The standard streams
   * are not crossed, because the other side of a terminal cannot become standard input.
   */
  static Exchange startOnTerminal(Command command) throws IOException {
    Child child = command.piped().buffering(Buffering.TERMINAL).start();
    return new Exchange(child, () -> {}, child.stdout(), child.stdin(), Writer.UNBUFFERED);
  }

  /** Sends a message and waits for the answer. */
  String ask(String words, Duration limit) throws IOException, DeadlockException {
    if (writer == Writer.UNBUFFERED) {
      out.write(words + "\n");
    } else {
      buffer.write(words);
    }
    if (writer == Writer.FLUSHED) {
      buffer.flush();
    }
    String answer = answer(limit);
    if (!answer.matches("Child \\d+ got: \\[" + words + "\\]")) {
      throw new IOException(child + " was told \"" + words + "\" and answered \"" + answer + '"');
    }
    return answer;
  }

  /** When the limit passes, the exception tells why. Unless it is a deadlock, waits on. */
  private String answer(Duration limit) throws IOException, DeadlockException {
    for (int looks = 1; ; looks++) {
      try {
        return lines.next(limit);
      } catch (DeadlineExceededException e) {
        Optional<Verdict> verdict = e.diagnosis().map(Verdict::new).filter(Verdict::isDeadlock);
        if (verdict.isPresent()) {
          throw new DeadlockException(verdict.get());
        }
        System.err.println("  " + e.getMessage() + "; no deadlock yet");
        if (looks == LOOKS) {
          throw e;
        }
      }
    }
  }

  /** Kills the child, which may wait for ever. Drops what is in the buffer without flushing it. */
  @Override
  public void close() {
    child.stop(StopPolicy.killAtOnce());
    in.close();
    out.close();
    crossBack.run();
    child.close();
  }

  /** There is no answer, and none will come. */
  static final class DeadlockException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Verdict verdict;

    private DeadlockException(Verdict verdict) {
      super("each waits for the other");
      this.verdict = verdict;
    }

    Verdict verdict() {
      return verdict;
    }
  }
}
