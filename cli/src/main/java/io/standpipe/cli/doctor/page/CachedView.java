package io.standpipe.cli.doctor.page;

import io.standpipe.cli.doctor.view.DiagnosisView;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares one look among all requests within an interval. A look takes time in proportion to the
 * processes of the machine, and clients must not be able to cause one as often as they like.
 */
final class CachedView {
  private final Supplier<DiagnosisView> look;
  private final long intervalNanos;
  private @Nullable DiagnosisView latest;
  private long taken;

  CachedView(Supplier<DiagnosisView> look, Duration interval) {
    this.look = look;
    // A page asks once per interval by a clock of its own, so half an interval is never too old.
    this.intervalNanos = interval.toNanos() / 2;
  }

  /** Looks if the latest look is too old. Concurrent callers wait for that look and share it. */
  synchronized DiagnosisView latest() {
    DiagnosisView view = latest;
    if (view == null || System.nanoTime() - taken >= intervalNanos) {
      view = look.get();
      latest = view;
      taken = System.nanoTime();
    }
    return view;
  }
}
