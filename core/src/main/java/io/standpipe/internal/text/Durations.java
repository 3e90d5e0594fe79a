package io.standpipe.internal.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Durations as people write them. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Durations() {}

  /** {@code 2s}, {@code 1.5s}, {@code 250ms}, {@code 1m30s}; {@code ≥ 292 years} as words. */
  public static String text(Duration duration) {
    if (duration.compareTo(LONGEST) >= 0) {
      return "more than 292 years";
    }
    if (duration.compareTo(LONGEST.negated()) <= 0) {
      return "0ms";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + "ms";
    }
    String iso = duration.truncatedTo(ChronoUnit.MILLIS).toString();
    return iso.substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** As {@link #text}, rounded down to whole seconds above one second, minutes above two. */
  public static String rough(Duration duration) {
    boolean seconds = duration.compareTo(Duration.ofMinutes(2)) < 0;
    boolean millis = duration.compareTo(Duration.ofSeconds(1)) < 0;
    return text(
        millis
            ? duration
            : duration.truncatedTo(seconds ? ChronoUnit.SECONDS : ChronoUnit.MINUTES));
  }
}
