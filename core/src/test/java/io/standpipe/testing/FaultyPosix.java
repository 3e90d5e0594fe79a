package io.standpipe.testing;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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

    /** A read, write, splice or tee moves no more than so many bytes. */
    static Fault atMost(int bytes) {
      return new AtMost(bytes);
    }

    /** The call is not made, and returns this value. */
    static Fault returns(int value) {
      return new Fails(-value);
    }

    /** The call goes through, and returns this error all the same: so a close may. */
    static Fault after(int errno) {
      return new After(errno);
    }

    /** Something happens right before the call goes through. */
    static Fault before(Runnable action) {
      return new Before(action);
    }
  }

  private record Fails(int errno) implements Fault {
    @Override
    public String toString() {
      return errno > 0 ? Errno.name(errno) : "it returns " + -errno;
    }
  }

  private record AtMost(int bytes) implements Fault {
    @Override
    public String toString() {
      return "at most " + bytes + " bytes";
    }
  }

  private record After(int errno) implements Fault {}

  private record Before(Runnable action) implements Fault {}

  /** One call: the how-manieth of its name, counted from 0. */
  private record Place(String call, int index) {}

  private final Posix real = Platform.posix();
  private final Posix posix =
      (Posix)
          Proxy.newProxyInstance(
              Posix.class.getClassLoader(),
              new Class<?>[] {Posix.class},
              (proxy, method, arguments) -> call(method, arguments));
  private final Map<String, Queue<Fault>> next = new ConcurrentHashMap<>();
  private final Map<String, Fault> always = new ConcurrentHashMap<>();
  private final Map<Place, Fault> placed = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> made = new ConcurrentHashMap<>();
  private volatile Function<String, Fault> weather = call -> Fault.NONE;
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

  /** What happens at one call of this name, the {@code index}-th from the beginning, from 0 on. */
  public void at(String call, int index, Fault fault) {
    placed.put(new Place(known(call), index), fault);
  }

  /** Whether every call for which {@link #at} has something was made. */
  public boolean allPlacesWereReached() {
    return placed.isEmpty();
  }

  /** Asked, from any thread, at each call for which nothing else was told: what is to happen. */
  public void weather(Function<String, Fault> forecast) {
    weather = forecast;
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
    return switch (fault(name)) {
      case Fails(int errno) -> failure(method, errno);
      case AtMost(int bytes) -> shortened(method, arguments, bytes);
      case After(int errno) -> {
        invoke(method, arguments);
        yield failure(method, errno);
      }
      case Before(Runnable action) -> {
        action.run();
        yield invoke(method, arguments);
      }
    };
  }

  private Fault fault(String name) {
    int index = made.computeIfAbsent(name, n -> new AtomicInteger()).getAndIncrement();
    Fault fault = placed.remove(new Place(name, index));
    if (fault == null) {
      fault = next.getOrDefault(name, new ArrayDeque<>()).poll();
    }
    if (fault == null) {
      fault = always.get(name);
    }
    return fault != null ? fault : weather.apply(name);
  }

  private static Object failure(Method method, int errno) {
    return method.getReturnType() == long.class ? (Object) (long) -errno : (Object) (-errno);
  }

  private @Nullable Object shortened(Method method, Object @Nullable [] arguments, int bytes)
      throws Throwable {
    return switch (method.getName()) {
      case "read", "write" -> limited(method, arguments, (ByteBuffer) arguments[1], bytes);
      case "writev" -> {
        List<?> buffers = (List<?>) arguments[1];
        for (Object each : buffers) {
          if (each instanceof ByteBuffer buffer && buffer.hasRemaining()) {
            Object[] first = {arguments[0], List.of(buffer)};
            yield limited(method, first, buffer, bytes);
          }
        }
        yield 0;
      }
      case "splice", "tee" -> {
        Object[] less = arguments.clone();
        less[2] = Math.min((int) less[2], bytes);
        yield invoke(method, less);
      }
      default -> invoke(method, arguments);
    };
  }

  private @Nullable Object limited(Method method, Object[] arguments, ByteBuffer buffer, int bytes)
      throws Throwable {
    int limit = buffer.limit();
    buffer.limit(buffer.position() + Math.min(bytes, buffer.remaining()));
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
