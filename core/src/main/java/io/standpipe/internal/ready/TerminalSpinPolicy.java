package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;
import java.util.concurrent.TimeUnit;

/**
 * For our side of a terminal: kernel workers stand between it and the far side.
 *
 * <p>A worker of the kernel carries everything that passes through a terminal, in both directions;
 * and a read that finds nothing waits for the worker, which delays the very bytes that it waits
 * for. So attempts are {@value #PAUSE_MICROS} µs apart, and in between the thread gives the
 * processor away again and again ({@code sched_yield}), to the worker or to the far side. A
 * processor that went to sleep instead would have to be woken for each of them. This also holds on
 * one processor, because something else has to run there to carry the bytes.
 *
 * <p>That goes on for at most {@value #SPIN_MICROS} µs. A wait is short below {@value
 * #SHORT_MICROS} µs.
 */
public final class TerminalSpinPolicy extends SpinPolicy {
  static final int PAUSE_MICROS = 10;
  static final int SPIN_MICROS = 100;
  static final int SHORT_MICROS = 200;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(PAUSE_MICROS);
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(SPIN_MICROS);
  private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(SHORT_MICROS);

  public TerminalSpinPolicy(Posix posix) {
    this(posix, NanoClock.SYSTEM);
  }

  TerminalSpinPolicy(Posix posix, NanoClock clock) {
    super(posix, clock, SHORT_NANOS);
  }

  @Override
  boolean makesAnotherTry(int number) {
    long soFar = nanosSoFar();
    if (soFar > SPIN_NANOS) {
      return false;
    }
    long next = soFar + PAUSE_NANOS;
    do {
      posix.sched_yield();
    } while (nanosSoFar() < next);
    return true;
  }

  /** The attempts are far enough apart. */
  @Override
  boolean spins() {
    return false;
  }
}
