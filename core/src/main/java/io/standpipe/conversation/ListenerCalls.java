package io.standpipe.conversation;

/**
 * Calls what a user gave to be told, where the conversation goes on whatever that does. What it
 * throws is nobody's answer: it goes to the thread's handler for such things, as if the thread had
 * ended by it.
 */
final class ListenerCalls {
  private ListenerCalls() {}

  static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  /** The handler is a user's, too. */
  @SuppressWarnings("EmptyCatch") // as the JVM has it: what a handler throws is ignored
  private static void report(Throwable thrown) {
    Thread self = Thread.currentThread();
    try {
      self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
    } catch (RuntimeException | Error e) {
      // Nobody is left to tell.
    }
  }
}
