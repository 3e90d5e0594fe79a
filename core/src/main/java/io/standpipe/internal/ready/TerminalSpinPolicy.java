package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;
import java.util.concurrent.TimeUnit;

/**
 * For terminals.
 *
 * <p>Whatever passes through a terminal is carried by a worker of the kernel, there and back; and a
 * read that finds nothing waits for the worker, holding up what it waits for. So tries are {@value
 * #PAUSE_MICROS} µs apart, and in between the processor is given away again and again ({@code
 * sched_yield}): to the worker, or to the far side. A processor that goes to sleep instead has to
 * be woken for each of them. On one processor as well: who else should carry the bytes?
 *
 * <p>That goes on for {@value #SPIN_MICROS} µs at most, and a wait is short below {@value
 * #SHORT_MICROS} µs.
 */
final class TerminalSpinPolicy extends SpinPolicy {
  static final int PAUSE_MICROS = 10;
  static final int SPIN_MICROS = 100;
  static final int SHORT_MICROS = 200;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(PAUSE_MICROS);
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(SPIN_MICROS);
  private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(SHORT_MICROS);

  TerminalSpinPolicy(Posix posix) {
    super(posix, SHORT_NANOS);
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

  /** The tries are far enough apart. */
  @Override
  boolean spins() {
    return false;
  }
}
