package io.standpipe.kafka.internal.bridge;

import java.util.concurrent.atomic.LongAdder;

/** What a bridge has done so far. Safe from any thread. */
public final class SessionCounts {
  private final LongAdder sessions = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder repeated = new LongAdder();

  void sessionDone(long length) {
    bytes.add(length);
    sessions.increment();
  }

  void sessionDropped() {
    dropped.increment();
  }

  /** It was not lost after all. */
  void sessionFoundAgain() {
    dropped.decrement();
  }

  void sessionRepeated() {
    repeated.increment();
  }

  public long sessions() {
    return sessions.sum();
  }

  public long bytes() {
    return bytes.sum();
  }

  public long dropped() {
    return dropped.sum();
  }

  public long repeated() {
    return repeated.sum();
  }
}
