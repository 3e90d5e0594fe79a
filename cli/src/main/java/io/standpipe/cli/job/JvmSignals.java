package io.standpipe.cli.job;

import io.standpipe.Signal;
import io.standpipe.internal.start.OwnDeath;
import sun.misc.SignalHandler;

/**
 * The signals that a JVM lets a program handle, by {@code sun.misc.Signal}, which the module {@code
 * jdk.unsupported} exports for this use.
 *
 * <p>A signal that this process was started to ignore stays ignored, whatever is set here: the JVM
 * sees to it for SIGINT, SIGTERM and SIGHUP. A JVM that was started with -Xrs leaves all signals
 * alone, and says so by an exception.
 */
public final class JvmSignals {
  private JvmSignals() {}

  /**
   * Runs {@code action} at each signal {@code name}, such as {@code INT}, on a thread of its own.
   */
  public static void handle(String name, Runnable action) {
    set(name, signal -> action.run());
  }

  /** From now on the signal has its default effect: it ends this process, and runs no hook. */
  public static void restoreDefault(String name) {
    set(name, SignalHandler.SIG_DFL);
  }

  private static void set(String name, SignalHandler handler) {
    try {
      var _ = sun.misc.Signal.handle(new sun.misc.Signal(name), handler);
    } catch (IllegalArgumentException e) {
      // -Xrs
    }
  }

  /**
   * Ends this process by the signal, so that its parent sees more than an exit code: a shell whose
   * command died of SIGINT ends its loop. Runs no hook; returns if the signal is ignored.
   */
  public static void dieOf(Signal signal) {
    restoreDefault(signal.name().substring("SIG".length()));
    OwnDeath.by(signal.number());
  }
}
