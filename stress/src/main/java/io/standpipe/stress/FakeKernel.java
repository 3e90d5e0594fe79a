package io.standpipe.stress;

import io.standpipe.internal.ready.Wakeup;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The kernel and the loop as a {@link Wakeup} sees them: a pipe with at most one byte, and a
 * one-shot registration. Arming looks at the pipe at that moment, and a write looks at the
 * registration. The one that finds both removes the registration and reports.
 */
final class FakeKernel {
  private final Wakeup wakeup;
  private final AtomicBoolean armed = new AtomicBoolean();
  private volatile boolean data;

  FakeKernel(Wakeup wakeup) {
    this.wakeup = wakeup;
  }

  void arm() {
    armed.set(true);
    reportOnce();
  }

  void write() {
    data = true;
    reportOnce();
  }

  boolean read() {
    return data;
  }

  private void reportOnce() {
    if (data && armed.compareAndSet(true, false)) {
      wakeup.ready();
    }
  }
}
