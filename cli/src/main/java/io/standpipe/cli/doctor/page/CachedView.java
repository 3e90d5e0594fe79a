package io.standpipe.cli.doctor.page;

import io.standpipe.cli.doctor.view.DiagnosisView;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One look for all who ask within an interval: to look costs time in proportion to the processes of
 * the machine, and may not be had for the asking as often as anybody likes.
 */
final class CachedView {
  private final Supplier<DiagnosisView> look;
  private final long intervalNanos;
  private @Nullable DiagnosisView latest;
  private long taken;

  CachedView(Supplier<DiagnosisView> look, Duration interval) {
    this.look = look;
    // A page asks each interval, measured by another clock: half of it is never too old.
    this.intervalNanos = interval.toNanos() / 2;
  }

  /** Whoever asks while somebody looks waits for the same. */
  synchronized DiagnosisView latest() {
    DiagnosisView picture = latest;
    if (picture == null || System.nanoTime() - taken >= intervalNanos) {
      picture = look.get();
      latest = picture;
      taken = System.nanoTime();
    }
    return picture;
  }
}
