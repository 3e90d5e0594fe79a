package io.standpipe.internal.ready;

/**
 * The monotonic clock of a {@link SpinPolicy}, whose limits are shorter than a busy machine
 * suspends a thread for. So tests set a clock of their own. The only class of its kind outside of
 * tests, so the compiler inlines the call.
 */
class NanoClock {
  static final NanoClock SYSTEM = new NanoClock();

  /** As {@link System#nanoTime()}. */
  long now() {
    return System.nanoTime();
  }
}
