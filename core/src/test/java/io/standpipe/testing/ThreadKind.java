package io.standpipe.testing;

/** Whatever waits must do so on either kind of thread. */
public enum ThreadKind {
  PLATFORM,
  VIRTUAL;

  public Thread start(Runnable task) {
    return this == VIRTUAL ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);
  }
}
