package io.standpipe.conversation;

/**
 * Calls code of the user that is only told something. The conversation goes on whatever that code
 * does: what it throws goes to the thread's uncaught exception handler, as if the thread had ended
 * by it.
 */
final class ListenerCalls {
  private ListenerCalls() {}

  static void run(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  /** The handler is the user's code, too. */
  @SuppressWarnings("EmptyCatch") // the JVM, too, ignores what a handler throws
  private static void report(Throwable thrown) {
    Thread self = Thread.currentThread();
    try {
      self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
    } catch (RuntimeException | Error e) {
      // There is no further handler to tell.
    }
  }
}
