package io.standpipe.internal.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Eventually;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeadlockNotifierTest {
  /** What fails may pass: the next look is made, and the failure is reported once. */
  @Test
  @Tag("pitfall-51")
  void aLookThatFailsEndsNeitherThisWatchNorAnother() {
    var reported = new ConcurrentLinkedQueue<Throwable>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    var looks = new AtomicInteger();
    var looksOfOther = new AtomicInteger();
    DeadlockNotifier failing =
        DeadlockNotifier.start(
            () -> {
              if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("as the test wants");
              }
              return false;
            },
            Set.of(),
            () -> {
              throw new OutOfMemoryError("thrown by a test");
            },
            diagnosis -> {});
    DeadlockNotifier other =
        DeadlockNotifier.start(
            () -> looksOfOther.incrementAndGet() > 2,
            Set.of(),
            () -> {
              throw new OutOfMemoryError("thrown by a test");
            },
            diagnosis -> {});
    try {
      Eventually.holds("the looks go on", () -> looks.get() > 2 && looksOfOther.get() > 2);
      Eventually.holds("each is reported", () -> reported.size() == 2);
    } finally {
      failing.close();
      other.close();
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(reported).allMatch(e -> e.getMessage().contains("look for deadlocks"));
  }
}
