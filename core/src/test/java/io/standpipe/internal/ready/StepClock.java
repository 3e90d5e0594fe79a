package io.standpipe.internal.ready;

/** A clock that goes on by a little each time that it is asked, and when a test says so. */
final class StepClock extends NanoClock {
  private static final long STEP_NANOS = 200;

  private long now;

  @Override
  long now() {
    now += STEP_NANOS;
    return now;
  }

  void advance(long nanos) {
    now += nanos;
  }
}
