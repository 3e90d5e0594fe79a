package io.standpipe.cli.job;

import io.standpipe.Signal;
import io.standpipe.internal.start.OwnDeath;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;

/**
 * The signals that a JVM lets a program handle. {@code sun.misc.Signal} is meant for that, and its
 * module for use, but javac warns at every mention. So it is called by reflection.
 *
 * <p>A signal that this process was started to ignore stays ignored, whatever is set here: the JVM
 * sees to it for SIGINT, SIGTERM and SIGHUP.
 */
public final class JvmSignals {
  private static final String TYPE = "sun.misc.Signal";
  private static final String HANDLER_TYPE = "sun.misc.SignalHandler";

  private JvmSignals() {}

  /**
   * Runs {@code action} at each signal {@code name}, such as {@code INT}, on a thread of its own.
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> type = Class.forName(HANDLER_TYPE);
      Object handler =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                  return method.getName().equals("equals")
                      ? proxy == Objects.requireNonNull(arguments)[0]
                      : method.invoke(action);
                }
                action.run();
                return null;
              });
      set(name, handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("handle SIG" + name, e);
    }
  }

  /** From now on the signal has its default effect: it ends this process, and runs no hook. */
  public static void restoreDefault(String name) {
    try {
      set(name, Class.forName(HANDLER_TYPE).getField("SIG_DFL").get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("restore SIG" + name, e);
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

  /** A JVM started with -Xrs leaves all signals alone, and says so by an exception. */
  private static void set(String name, Object handler) throws ReflectiveOperationException {
    Method handle =
        Class.forName(TYPE).getMethod("handle", Class.forName(TYPE), Class.forName(HANDLER_TYPE));
    try {
      handle.invoke(null, signal(name), handler);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw e;
      }
    }
  }

  private static Object signal(String name) throws ReflectiveOperationException {
    return Class.forName(TYPE).getConstructor(String.class).newInstance(name);
  }
}
