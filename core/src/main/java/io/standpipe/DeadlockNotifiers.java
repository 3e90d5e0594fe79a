package io.standpipe;

import io.standpipe.internal.diagnosis.DeadlockNotifier;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The watches for deadlocks of one child or job, until it is closed. Safe from any thread. */
final class DeadlockNotifiers implements AutoCloseable {
  private final List<DeadlockNotifier> all = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Either a close that comes meanwhile finds it in the list, or this finds that it has come. */
  void add(DeadlockNotifier notifier) {
    all.add(notifier);
    if (closed) {
      notifier.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    all.forEach(DeadlockNotifier::close);
  }
}
