package io.standpipe.cli.job;

import io.standpipe.Signal;
import io.standpipe.internal.start.OwnDeath;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  private static volatile @Nullable Thread preparing;

  private JvmSignals() {}

  /**
   * Until SIGINT is handled, it ends this process as any other program, not through the JVM's
   * shutdown. Does that on a thread of its own, together with what {@link #handle} needs:
   * reflection and a proxy take 20 ms the first time, while the command parses its words.
   */
  public static void prepare() {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("standpipe-signals")
            .unstarted(() -> {
              restoreDefault("INT");
              var _ = handler(() -> {});
            });
    preparing = thread;
    thread.start();
  }

  /**
   * Runs {@code action} at each signal {@code name}, such as {@code INT}, on a thread of its own.
   * Waits for {@link #prepare}, which must not come later.
   */
  static void handle(String name, Runnable action) throws InterruptedException {
    Thread thread = preparing;
    if (thread != null) {
      thread.join();
    }
    try {
      set(name, handler(action));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("handle SIG" + name, e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
  private static Object handler(Runnable action) {
    try {
      Class<?> type = Class.forName(HANDLER_TYPE);
      return Proxy.newProxyInstance(
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
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("handle signals", e);
    }
  }

  /** From now on the signal has its default effect: it ends this process, and runs no hook. */
  private static void restoreDefault(String name) {
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
