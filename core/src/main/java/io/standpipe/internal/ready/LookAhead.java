package io.standpipe.internal.ready;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Looks for the reason why a wait may end in vain: beside the wait, and before its deadline. So
 * what has to happen at the deadline is not held up by the explanation.
 *
 * <p>Neither thread waits for the other. The waiting thread takes what was found by the time it
 * asks. If the look takes longer, it must not judge by what the waiting thread stops or closes from
 * the deadline on: {@link #end} comes before that, and the look asks whether it has come after it
 * has gathered what it judges by. If not, all of that was there before the deadline.
 *
 * <p>The thread is a platform thread, because a read of /proc can hang as long as the process that
 * it is about hangs, and a few such virtual threads would take all carriers away. It is left alone
 * then.
 */
public final class LookAhead<T> {
  private static final String FAILED = "; the doctor could not look";
  private static final String UNFINISHED = "; the doctor had not finished looking by then";

  private final FutureTask<T> found;
  private volatile boolean ended;

  /** Looks. */
  @FunctionalInterface
  public interface Look<T> {
    /**
     * Returns what it has found.
     *
     * @param ended whether what it sees from now on no longer counts
     * @throws CancellationException to give up, because it has ended
     */
    T look(BooleanSupplier ended) throws Exception;
  }

  private LookAhead(Look<T> look) {
    Callable<T> task = () -> look.look(() -> ended);
    this.found = new FutureTask<>(task);
  }

  /** Begins to look. If no thread can be started, nothing will be found. */
  public static <T> LookAhead<T> start(Look<T> look) {
    var ahead = new LookAhead<>(look);
    try {
      Thread.ofPlatform().name("standpipe-doctor").daemon().start(ahead.found);
    } catch (OutOfMemoryError e) {
      ahead.found.cancel(false);
    }
    return ahead;
  }

  /** What the look sees from now on does not count. Does not block. */
  public void end() {
    ended = true;
  }

  /** What was found by now. Does not block. */
  public Optional<T> found() {
    return found.state() == Future.State.SUCCESS
        ? Optional.of(found.resultNow())
        : Optional.empty();
  }

  /**
   * Blocks until something was found, or nothing ever will be, or the deadline has come. An
   * interrupt ends this too, and stays set: the caller has an exception to throw.
   */
  public Optional<T> await(Deadline deadline) {
    try {
      return Optional.of(found.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | CancellationException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Begins with a semicolon and says why there is no explanation; empty if there is one. */
  public String missing() {
    boolean failed =
        switch (found.state()) {
          case FAILED -> !(found.exceptionNow() instanceof CancellationException);
          case CANCELLED -> true;
          case RUNNING, SUCCESS -> false;
        };
    return found.state() == Future.State.SUCCESS ? "" : failed ? FAILED : UNFINISHED;
  }

  /** What {@link #missing} has added to the end of {@code state}; empty if nothing. */
  public static String missingIn(String state) {
    return Stream.of(FAILED, UNFINISHED).filter(state::endsWith).findFirst().orElse("");
  }
}
