package io.standpipe.cli.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast a counter grows, over the time just passed. The counter only grows; where it is lower
 * than before, because what it counts has begun anew, the rate begins anew too, and so it does
 * after a pause of two windows, in which this process was stopped. For one thread.
 */
public final class Rate {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private record Sample(long nanos, long count) {}

  private final long windowNanos;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Over the last five seconds. */
  public Rate() {
    this(WINDOW);
  }

  Rate(Duration window) {
    this.windowNanos = window.toNanos();
  }

  /**
   * Takes the counter's value and returns how much it has grown per second, 0 at the first call.
   *
   * @param now of {@link System#nanoTime}
   */
  public double perSecond(long count, long now) {
    if (!samples.isEmpty() && isAnew(samples.getLast(), count, now)) {
      samples.clear();
    }
    samples.addLast(new Sample(now, count));
    // The oldest sample is at least a window old: over less, a slow counter would jump.
    while (samples.size() > 2 && now - second().nanos >= windowNanos) {
      samples.removeFirst();
    }
    Sample oldest = samples.getFirst();
    long nanos = now - oldest.nanos;
    return nanos <= 0
        ? 0
        : (count - oldest.count) * (double) Duration.ofSeconds(1).toNanos() / nanos;
  }

  private boolean isAnew(Sample last, long count, long now) {
    return count < last.count || now - last.nanos > 2 * windowNanos;
  }

  private Sample second() {
    var each = samples.iterator();
    each.next();
    return each.next();
  }
}
