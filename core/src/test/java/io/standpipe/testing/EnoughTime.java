package io.standpipe.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.error.DeadlineExceededException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * A call that runs out of time only after its program has come to a certain point, however busy the
 * machine is: it is tried again with more time until it has.
 */
public final class EnoughTime {
  private static final int[] LIMITS_MILLIS = {300, 1000, 4000, 16_000};

  private EnoughTime() {}

  /**
   * The exception of the first try whose program has come far enough, or else of the last one.
   *
   * @param output the last of what the program's standard error must have then
   */
  public static DeadlineExceededException timeout(
      String output, Function<Duration, Callable<?>> call) {
    DeadlineExceededException last = null;
    for (int limit : LIMITS_MILLIS) {
      Callable<?> tried = call.apply(Duration.ofMillis(limit));
      last = catchThrowableOfType(DeadlineExceededException.class, tried::call);
      if (last != null && last.captured().errorText().endsWith(output)) {
        return last;
      }
    }
    if (last == null) {
      throw new AssertionError("it did not run out of time");
    }
    return last;
  }
}
