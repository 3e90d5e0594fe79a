package io.standpipe.testing;

import io.standpipe.internal.posix.Posix;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that misbehaves where it is told to: any call, by its name, can fail with an errno, move
 * fewer bytes than it was asked to, or do something else first. All others go to the real one.
 *
 * {@snippet :
 * var faulty = new FaultyPosix();
 * faulty.next("read", Fault.errno(Errno.EINTR), Fault.atMost(1), Fault.NONE);
 * PipeReader reader = PipeReader.own(faulty.posix(), fd, "test");
 * }
 *
 * <p>Safe from any thread.
 */
public final class FaultyPosix {
  /** What is to happen at one call. */
  public sealed interface Fault {
    /** The call goes through. */
    Fault NONE = new AtMost(Integer.MAX_VALUE);

    /** The call is not made, and returns this error. */
    static Fault errno(int errno) {
      return new Fails(errno);
    }

    /** A read or write moves no more than so many bytes. */
    static Fault atMost(int bytes) {
      return new AtMost(bytes);
    }

    /** The call is not made, and returns this value. */
    static Fault returns(int value) {
      return new Fails(-value);
    }

    /** Something happens right before the call goes through. */
    static Fault before(Runnable action) {
      return new Before(action);
    }
  }

  private record Fails(int errno) implements Fault {}

  private record AtMost(int bytes) implements Fault {}

  private record Before(Runnable action) implements Fault {}

  private final Posix real = Posix.system();
  private final Posix posix =
      (Posix)
          Proxy.newProxyInstance(
              Posix.class.getClassLoader(),
              new Class<?>[] {Posix.class},
              (proxy, method, arguments) -> call(method, arguments));
  private final Map<String, Queue<Fault>> next = new ConcurrentHashMap<>();
  private final Map<String, Fault> always = new ConcurrentHashMap<>();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();

  /** What the code under test gets. */
  public Posix posix() {
    return posix;
  }

  /** What happens at the next calls of this name, one each; after those all go through. */
  public void next(String call, Fault... faults) {
    Collections.addAll(
        next.computeIfAbsent(known(call), c -> new ConcurrentLinkedQueue<>()), faults);
  }

  /** What happens at every call of this name for which {@link #next} has nothing. */
  public void always(String call, Fault fault) {
    always.put(known(call), fault);
  }

  /** The names of all calls that were made so far, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** How often this was called so far. */
  public int count(String call) {
    known(call);
    return (int) calls.stream().filter(call::equals).count();
  }

  private static String known(String call) {
    for (Method method : Posix.class.getMethods()) {
      if (method.getName().equals(call)) {
        return call;
      }
    }
    throw new IllegalArgumentException("a call of Posix expected: " + call);
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, arguments);
    }
    String name = method.getName();
    calls.add(name);
    Fault fault = next.getOrDefault(name, new ArrayDeque<>()).poll();
    if (fault == null) {
      fault = always.getOrDefault(name, Fault.NONE);
    }
    return switch (fault) {
      case Fails(int errno) -> failure(method, errno);
      case AtMost(int bytes) -> shortened(method, arguments, bytes);
      case Before(Runnable action) -> {
        action.run();
        yield invoke(method, arguments);
      }
    };
  }

  private static Object failure(Method method, int errno) {
    return method.getReturnType() == long.class ? (Object) (long) -errno : (Object) (-errno);
  }

  private @Nullable Object shortened(Method method, Object @Nullable [] arguments, int bytes)
      throws Throwable {
    if (arguments == null
        || arguments.length < 2
        || !(arguments[1] instanceof ByteBuffer buffer)
        || buffer.remaining() <= bytes) {
      return invoke(method, arguments);
    }
    int limit = buffer.limit();
    buffer.limit(buffer.position() + bytes);
    try {
      return invoke(method, arguments);
    } finally {
      buffer.limit(limit);
    }
  }

  private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
