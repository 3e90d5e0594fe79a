package io.standpipe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two programs face to face: each one's standard output is the other's standard input. A
 * description only: immutable, safe from any thread, started as often as wanted.
 *
 * {@snippet file="CommandSnippets.java" region="link"}
 *
 * <p>No byte passes through the JVM, unless a {@link Tap} listens: then every byte does. The link
 * ends when both programs have ended. Two programs that both wait for the other to speak wait for
 * ever: one must begin, and each must flush.
 */
public final class Link {
  private static final int CHUNK = 64 * 1024;

  private final Command first;
  private final Command second;
  private final @Nullable Tap tap;
  private final RunOptions expectation;

  /** One of the two programs. */
  public enum Side {
    /** The one given first. */
    FIRST,
    /** The one given second. */
    SECOND
  }

  /**
   * Hears what is said. Called on two threads, one for each side: what one side said is heard
   * before the other side gets it, so an answer is never heard before its question.
   *
   * <p>One that throws ends the talk: neither side hears the other's next words, and {@link #run}
   * throws an {@code IOException} that names the tap, with what was thrown as its cause.
   */
  @FunctionalInterface
  public interface Tap {
    /**
     * {@code speaker} wrote these bytes: a piece of a stream, cut anywhere. To be used before this
     * returns; the speaker's next words wait for it.
     */
    void said(Side speaker, ByteBuffer bytes);

    /** {@code speaker} will say no more. */
    default void fellSilent(Side speaker) {}
  }

  private Link(Command first, Command second, @Nullable Tap tap, RunOptions expectation) {
    this.first = first;
    this.second = second;
    this.tap = tap;
    this.expectation = expectation;
  }

  /**
   * These two, face to face; whatever their commands say of standard input and output is replaced.
   *
   * @throws IllegalArgumentException if one has a timeout of its own: the link has {@link #timeout}
   */
  public static Link between(Command first, Command second) {
    requireNonNull(first, "first");
    requireNonNull(second, "second");
    requireNoTimeout(first);
    requireNoTimeout(second);
    return new Link(first, second, null, RunOptions.STANDARD);
  }

  private static void requireNoTimeout(Command command) {
    if (command.expectation().timeout().isPresent()) {
      throw new IllegalArgumentException(
          "a command without a timeout expected, not "
              + command
              + ": a link does not obey it; give it to the link, Link.timeout(…)");
    }
  }

  /** With a listener, through which every byte passes. */
  public Link tap(Tap listener) {
    requireNonNull(listener, "listener");
    return new Link(first, second, listener, expectation);
  }

  /** For {@link #run}: after this time both are stopped. */
  public Link timeout(Duration limit) {
    requireNonNull(limit, "limit");
    return new Link(first, second, tap, expectation.withTimeout(limit));
  }

  /** Starts both. Does not wait for them. */
  public Job start() throws IOException {
    return tap == null ? startDirect() : startTapped(tap);
  }

  /** Starts both and waits until both have ended; what counts as failure: see {@link Job}. */
  public ExitStatus run() throws IOException, InterruptedException {
    try (Job job = start()) {
      return JobAwaiter.await(job, expectation).status();
    }
  }

  private Job startDirect() throws IOException {
    try (StagePipe forth = StagePipe.open(toString());
        StagePipe back = StagePipe.open(toString())) {
      Child left = first.stdin(back.toProgram()).stdout(forth.fromProgram()).start();
      return withSecond(left, second.stdin(forth.toProgram()).stdout(back.fromProgram()));
    }
  }

  private Job startTapped(Tap listener) throws IOException {
    Child left = first.piped().start();
    Job job = withSecond(left, second.piped());
    Child right = job.children().getLast();
    List<StageRunner> relays = new ArrayList<>();
    relays.add(relay(Side.FIRST, left, right, listener));
    relays.add(relay(Side.SECOND, right, left, listener));
    return new Job(this::toString, Job.Shape.RING, job.children(), relays, null);
  }

  /** The second one too, or neither. */
  private Job withSecond(Child left, Command command) throws IOException {
    boolean started = false;
    try {
      Child right = command.start();
      started = true;
      return new Job(this::toString, Job.Shape.RING, List.of(left, right), List.of(), null);
    } finally {
      if (!started) {
        left.stop(StopPolicy.killAtOnce());
        left.close();
      }
    }
  }

  private static StageRunner relay(Side speaker, Child from, Child to, Tap listener) {
    var relay =
        StageRunner.relay(
            "which passes on what child " + from.pid() + " says",
            "the tap of the link, where it hears " + from + ",",
            (in, out) -> pass(speaker, in, out, listener),
            from.stdout(),
            to.stdin());
    relay.start("standpipe-relay");
    return relay;
  }

  private static void pass(Side speaker, PipeReader from, PipeWriter to, Tap listener)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    try {
      while (from.read(chunk) >= 0) {
        listener.said(speaker, chunk.flip().asReadOnlyBuffer());
        to.write(chunk);
        chunk.clear();
      }
    } finally {
      listener.fellSilent(speaker);
    }
  }

  /** {@code link ["a"] with ["b"]}. */
  @Override
  public String toString() {
    return "link " + first + " with " + second;
  }
}
