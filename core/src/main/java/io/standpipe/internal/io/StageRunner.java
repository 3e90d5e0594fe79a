package io.standpipe.internal.io;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs Java code between two ends, on a virtual thread of its own. When the code returns or throws,
 * both ends are closed, so the far sides see that it has gone. {@link #stop} closes them earlier,
 * which ends every wait at them, and interrupts a user's code, which may wait elsewhere. The same
 * happens when the last reader of a user's code has gone: a program would get SIGPIPE, but only
 * when it writes, and code may wait for something else for any time.
 */
public final class StageRunner {
  /** The code. */
  @FunctionalInterface
  public interface Code {
    /** Reads from {@code in} and writes to {@code out} until it is done. */
    void run(ReadEnd in, WriteEnd out) throws IOException;
  }

  /** Whose code it is. */
  public enum Author {
    /** A user's: other threads may use the ends too. */
    USER,
    /** The library's: no thread but this one uses the ends. */
    LIBRARY
  }

  private final String name;
  private final String part;
  private final Author author;
  private final Code code;
  private final ReadEnd in;
  private final WriteEnd out;
  private final @Nullable LastReader lastReader;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile long endedAtNanos;
  private volatile @Nullable Throwable failure;

  private StageRunner(
      String name,
      String part,
      Author author,
      Code code,
      ReadEnd in,
      WriteEnd out,
      @Nullable LastReader lastReader) {
    this.name = name;
    this.part = part;
    this.author = author;
    this.code = code;
    this.in = in;
    this.out = out;
    this.lastReader = lastReader;
  }

  /**
   * For a user's code.
   *
   * @param from where it reads, which was just opened; the end is taken
   * @param to where it writes, which was just opened; the end is taken
   */
  public static StageRunner ofUser(Code code, StagePipe from, StagePipe to) throws ErrnoException {
    LastReader lastReader = LastReader.of(to.writeEnd());
    return new StageRunner(
        "a Java stage",
        "a Java stage of the pipeline",
        Author.USER,
        code,
        from.toCode(),
        to.fromCode(),
        lastReader);
  }

  /**
   * For code of the library.
   *
   * @param name what it is, to the doctor
   * @param part what it is, to the user
   */
  public static StageRunner ofLibrary(
      String name, String part, Code code, ReadEnd in, WriteEnd out) {
    return new StageRunner(name, part, Author.LIBRARY, code, in, out, null);
  }

  /** Starts the thread. */
  public void start(String threadName) {
    Thread runs = Thread.ofVirtual().name(threadName).unstarted(this::run);
    thread = runs;
    runs.start();
    if (lastReader != null) {
      lastReader.whenGone(this::stop);
    }
  }

  private void run() {
    try (in;
        out) {
      runCode();
    } catch (BrokenPipeException e) {
      // The next one has had enough. As for a program that dies of SIGPIPE, that is no failure.
    } catch (Throwable t) {
      failure = t;
    } finally {
      ended.countDown();
    }
  }

  /** The time is taken before the ends are closed: what a neighbour does about that comes later. */
  private void runCode() throws IOException {
    try {
      code.run(in, out);
    } finally {
      if (!stopped) {
        endedAtNanos = System.nanoTime();
      }
    }
  }

  /** When the code returned or threw, in {@link System#nanoTime}'s time; once it has. */
  public long endedAtNanos() {
    return endedAtNanos;
  }

  public List<End> ends() {
    return List.of(in, out);
  }

  public Author author() {
    return author;
  }

  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Blocks until the code has ended or the deadline has come: whether it has ended. */
  public boolean awaitEnd(Deadline deadline) throws InterruptedException {
    return ended.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /**
   * Closes both ends, and interrupts a user's code. What the code throws from now on is no failure.
   * The library's code waits at the ends alone.
   */
  public void stop() {
    stopped = true;
    if (!hasEnded()) {
      endedAtNanos = System.nanoTime(); // for its neighbours it has
    }
    in.close();
    out.close();
    Thread runs = thread;
    if (runs != null && author == Author.USER) {
      runs.interrupt(); // does nothing if it has ended
    }
  }

  /** What the code threw, unless only because it was stopped. */
  public Optional<IOException> failure() {
    Throwable thrown = failure;
    if (thrown == null || stopped) {
      return Optional.empty();
    }
    String why = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return Optional.of(new IOException(part + " failed: " + why, thrown));
  }

  /** Which part of the whole it is: {@code a Java stage of the pipeline}. */
  public String part() {
    return part;
  }

  /** What it is, in words. */
  @Override
  public String toString() {
    return name;
  }
}
