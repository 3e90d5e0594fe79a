package io.standpipe.internal.diagnosis;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.verdict.DeadlockWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a job at intervals, until it has ended or is closed, and tells of deadlocks.
 *
 * <p><b>Threads.</b> One for all jobs, which exists only while one of them is watched. It is a
 * platform thread, because a read of /proc can hang as long as the process that it is about hangs,
 * and must not take a carrier with it. It runs no user code: that gets a virtual thread of its own.
 *
 * <p><b>The end.</b> The next look notices that a job has ended, and is the last: an event would
 * save at most one look. {@link #close} takes the looks off the schedule; a look that is under way
 * goes on to its end, and reports nothing any more.
 *
 * <p><b>Failures.</b> A look that fails, most often for want of memory, ends neither the watch of
 * this job nor that of the others: the next look is made all the same. The first failure goes to
 * the uncaught exception handler, further ones would only repeat it. A deadlock that was found and
 * could not be told is told after the next look.
 */
public final class DeadlockNotifier {
  /**
   * The first look is late: most jobs are over by then, and a command that starts one has not even
   * loaded the doctor's classes.
   */
  private static final Duration FIRST = Duration.ofMillis(800);

  /**
   * A deadlock is seen at the second look after it has formed: within twice this, plus the time of
   * a diagnosis. Two seconds are promised.
   */
  private static final Duration EVERY = Duration.ofMillis(600);

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final ScheduledThreadPoolExecutor LOOKS = looks();

  private final BooleanSupplier hasEnded;
  private final Set<Long> children;
  private final Supplier<OwnProcessView> view;
  private final Consumer<Diagnosis> action;

  /** Made at the first look. For the looking thread alone. */
  private @Nullable DeadlockWatch watch;

  /** Found and not told yet. For the looking thread alone. */
  private @Nullable Diagnosis found;

  private boolean reported;

  private @Nullable Future<?> looks;
  private boolean closed;

  private DeadlockNotifier(
      BooleanSupplier hasEnded,
      Set<Long> children,
      Supplier<OwnProcessView> view,
      Consumer<Diagnosis> action) {
    this.hasEnded = hasEnded;
    this.children = children;
    this.view = view;
    this.action = action;
  }

  private static ScheduledThreadPoolExecutor looks() {
    var executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("standpipe-watch").daemon().factory());
    executor.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /**
   * Starts looking.
   *
   * @param hasEnded whether the job has
   * @param children the pids of its children
   * @param view called at the first look
   */
  public static DeadlockNotifier start(
      BooleanSupplier hasEnded,
      Set<Long> children,
      Supplier<OwnProcessView> view,
      Consumer<Diagnosis> action) {
    var notifier = new DeadlockNotifier(hasEnded, children, view, action);
    notifier.schedule();
    return notifier;
  }

  /** The first look may come before this returns; if it has to close, it waits for that. */
  private synchronized void schedule() {
    looks =
        LOOKS.scheduleWithFixedDelay(
            this::look, FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception that leaves it would take this job off the schedule. */
  private void look() {
    try {
      if (hasEnded.getAsBoolean()) {
        close();
        return;
      }
      Diagnosis untold = found;
      if (untold == null) {
        untold = watch().look().orElse(null);
        found = untold;
      }
      if (untold != null) {
        tell(untold);
        found = null;
      }
    } catch (RuntimeException | Error e) {
      reportOnce(e);
    }
  }

  private void reportOnce(Throwable thrown) {
    if (reported) {
      return;
    }
    try {
      Thread.ofVirtual()
          .name("standpipe-report")
          .start(() -> {
            throw new IllegalStateException("look for deadlocks: " + thrown, thrown);
          });
      reported = true;
    } catch (OutOfMemoryError e) {
      // The next failure is reported.
    }
  }

  private DeadlockWatch watch() {
    DeadlockWatch known = watch;
    if (known == null) {
      OwnProcessView ours = view.get();
      known = new DeadlockWatch(children, () -> ours.actors(CallerState.ACTS, Optional.empty()));
      watch = known;
    }
    return known;
  }

  /** Excludes {@link #close}: after that nothing is told. */
  private synchronized void tell(Diagnosis diagnosis) {
    if (!closed) {
      Thread.ofVirtual().name("standpipe-deadlock").start(() -> action.accept(diagnosis));
    }
  }

  /** Stops looking. */
  public synchronized void close() {
    closed = true;
    if (looks != null) {
      looks.cancel(false);
    }
  }
}
