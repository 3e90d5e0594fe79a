package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.CanIgnoreReturnValue;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.StagePipe;
import io.standpipe.internal.io.StageRunner;
import io.standpipe.internal.io.WaitOptions;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.start.RedirectSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two programs that talk to each other: the standard output of each is the standard input of the
 * other. A description, which can be started any number of times. Immutable, safe from any thread.
 *
 * {@snippet file="CommandSnippets.java" region="link"}
 *
 * <p>No byte passes through the JVM unless there is a {@link Tap}; with one, every byte does. The
 * link ends when both programs have ended. Two programs that both wait for the other one to write
 * wait forever: one has to begin, and each has to flush.
 */
@CheckReturnValue
public final class Link {
  private static final int CHUNK = 64 * 1024;

  private final Command first;
  private final Command second;
  private final @Nullable Taps taps;
  private final RunOptions options;

  /**
   * Listens to one of the two programs. Called on a thread of its own. It is given the bytes of its
   * program before the other program gets them, so two taps never see an answer before its
   * question.
   *
   * <p>A tap that throws ends the link: no further byte is passed on, and {@link #run} throws an
   * {@code IOException} that names the tap, with the thrown exception as its cause.
   */
  @FunctionalInterface
  public interface Tap {
    /**
     * Takes bytes that the program wrote: a piece of the stream, cut anywhere. The buffer is valid
     * until this method returns; the program's next bytes wait for that.
     */
    void said(ByteBuffer bytes);

    /** The program will write no more. */
    default void fellSilent() {}
  }

  private record Taps(Tap first, Tap second) {}

  private Link(Command first, Command second, @Nullable Taps taps, RunOptions options) {
    this.first = first;
    this.second = second;
    this.taps = taps;
    this.options = options;
  }

  /**
   * Links these two commands.
   *
   * @throws IllegalArgumentException if one redirects its standard input or output, or has an
   *     {@link Command#input}, {@link Command#timeout}, {@link Command#lateOutput} or {@link
   *     Command#captureLimit}: a link does not obey these
   */
  public static Link between(Command first, Command second) {
    requireNonNull(first, "first");
    requireNonNull(second, "second");
    FacingStreams.check("a link", first);
    FacingStreams.check("a link", second);
    return new Link(first, second, null, RunOptions.STANDARD);
  }

  /**
   * Adds listeners to what the first and the second program say; every byte passes through them.
   * They replace earlier ones.
   */
  public Link tap(Tap ofFirst, Tap ofSecond) {
    requireNonNull(ofFirst, "ofFirst");
    requireNonNull(ofSecond, "ofSecond");
    return new Link(first, second, new Taps(ofFirst, ofSecond), options);
  }

  /** Limits {@link #run}: after this time both programs are stopped. */
  public Link timeout(Duration limit) {
    requireNonNull(limit, "limit");
    return new Link(first, second, taps, options.withTimeout(limit));
  }

  /**
   * Starts both programs. Does not wait for them.
   *
   * @throws IllegalStateException if it has a {@link #timeout}, which only {@link #run} obeys
   */
  public Job start() throws IOException {
    options.requireStartable(this);
    return startBoth();
  }

  private Job startBoth() throws IOException {
    return taps == null ? startDirect() : startTapped(taps);
  }

  /**
   * Starts both programs and blocks until both have ended. {@link Job} tells what counts as a
   * failure.
   */
  @CanIgnoreReturnValue
  public ExitStatus run() throws IOException, InterruptedException {
    return JobAwaiter.run(options, this::startBoth).status();
  }

  private Job startDirect() throws IOException {
    try (StagePipe forth = StagePipe.open(toString());
        StagePipe back = StagePipe.open(toString())) {
      Child left = start(first, back, forth);
      return withSecond(left, () -> start(second, forth, back), right -> List.of());
    }
  }

  private static Child start(Command command, StagePipe in, StagePipe out) throws IOException {
    return Child.start(
        command
            .spec()
            .withRedirect(0, new RedirectSpec.Lent(in.readEnd()))
            .withRedirect(1, new RedirectSpec.Lent(out.writeEnd())),
        command.options());
  }

  private Job startTapped(Taps listeners) throws IOException {
    Child left = first.piped().start();
    return withSecond(
        left,
        () -> second.piped().start(),
        right ->
            List.of(relay(left, right, listeners.first), relay(right, left, listeners.second)));
  }

  private interface Start {
    Child start() throws IOException;
  }

  /**
   * Starts the second program, and the relays between the two. Whatever is thrown, what has been
   * started is stopped; relays end with the programs' pipes.
   */
  private Job withSecond(Child left, Start second, Function<Child, List<StageRunner>> relaysTo)
      throws IOException {
    Child right = null;
    Job job = null;
    try {
      right = second.start();
      List<StageRunner> relays = relaysTo.apply(right);
      relays.forEach(relay -> relay.start("standpipe-relay"));
      var readers = new StageReaders();
      readers.connect(left, right);
      readers.connect(right, left);
      job = new Job(this::toString, List.of(left, right), relays, readers, null);
      return job;
    } finally {
      if (job == null) {
        abandon(left);
        abandon(right);
      }
    }
  }

  private static void abandon(@Nullable Child child) {
    if (child != null) {
      child.stop(StopPolicy.killAtOnce());
      child.close();
    }
  }

  private static StageRunner relay(Child from, Child to, Tap listener) {
    return StageRunner.ofLibrary(
        "which passes on what child " + from.pid() + " says",
        "the tap of the link, where it hears " + from + ",",
        (in, out) -> pass(in, out, listener),
        from.stdout().end(),
        to.stdin().end());
  }

  private static void pass(ReadEnd from, WriteEnd to, Tap listener) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    try {
      while (from.read(chunk, WaitOptions.UNLIMITED) >= 0) {
        listener.said(chunk.flip().asReadOnlyBuffer());
        to.write(chunk, WaitOptions.UNLIMITED);
        chunk.clear();
      }
    } finally {
      listener.fellSilent();
    }
  }

  /** {@code link ["a"] with ["b"]}. */
  @Override
  public String toString() {
    return "link " + first + " with " + second;
  }
}
