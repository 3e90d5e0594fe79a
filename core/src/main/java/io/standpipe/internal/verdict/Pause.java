package io.standpipe.internal.verdict;

/** A sleep that an interrupt does not shorten. The thread stays interrupted. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    boolean interrupted = false;
    long end = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (left > 0) {
      try {
        Thread.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
