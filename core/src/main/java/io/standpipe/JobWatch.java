package io.standpipe;

import io.standpipe.OwnProcessView.Caller;
import io.standpipe.doctor.DeadlockWatch;
import io.standpipe.doctor.Diagnosis;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a job every now and then, until it has ended or is closed.
 *
 * <p><b>Threads.</b> One for all jobs, which is there only while one of them is watched. A platform
 * thread: a read of /proc can hang as long as the process that it is about does, and must not take
 * a carrier with it. It runs no user's code: that gets a virtual thread of its own.
 *
 * <p><b>The end.</b> A job that has ended is noticed at the next look, which is the last: to be
 * told of it would save at most one. {@link #close} takes the looks off the schedule; one that is
 * on its way goes on to its end, and reports nothing any more.
 */
final class JobWatch {
  /**
   * The first look is late: most jobs are over by then, and a command that starts one has not even
   * loaded the doctor's classes.
   */
  private static final Duration FIRST = Duration.ofMillis(800);

  /**
   * A deadlock is seen at the second look after its coming to be: within twice this, and what a
   * diagnosis takes. Two seconds are promised.
   */
  private static final Duration EVERY = Duration.ofMillis(600);

  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final ScheduledThreadPoolExecutor LOOKS = looks();

  private final Job job;
  private final Consumer<Diagnosis> action;

  /** Made at the first look. For the looking thread alone. */
  private @Nullable DeadlockWatch watch;

  private @Nullable Future<?> looks;
  private boolean closed;

  private JobWatch(Job job, Consumer<Diagnosis> action) {
    this.job = job;
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

  static JobWatch start(Job job, Consumer<Diagnosis> action) {
    var watch = new JobWatch(job, action);
    watch.schedule();
    return watch;
  }

  /** The first look may come before this returns; it waits for it, if it has to close. */
  private synchronized void schedule() {
    looks =
        LOOKS.scheduleWithFixedDelay(
            this::look, FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (job.hasEnded()) {
      close();
      return;
    }
    try {
      Optional<Diagnosis> found = watch().look();
      found.ifPresent(this::tell);
    } catch (RuntimeException | Error e) {
      close(); // no memory, for one: the job must not suffer for it, nor the other jobs
      Thread.ofVirtual()
          .name("standpipe-report")
          .start(() -> {
            throw e;
          });
    }
  }

  private DeadlockWatch watch() {
    DeadlockWatch known = watch;
    if (known == null) {
      OwnProcessView side = job.ourSide();
      known =
          new DeadlockWatch(
              job.children().stream().map(Child::pid).collect(Collectors.toSet()),
              () -> side.parts(Caller.ACTS, Optional.empty()));
      watch = known;
    }
    return known;
  }

  /** Excluded from {@link #close}: after that nothing is told. */
  private synchronized void tell(Diagnosis diagnosis) {
    if (!closed) {
      Thread.ofVirtual().name("standpipe-deadlock").start(() -> action.accept(diagnosis));
    }
  }

  synchronized void close() {
    closed = true;
    if (looks != null) {
      looks.cancel(false);
    }
  }
}
