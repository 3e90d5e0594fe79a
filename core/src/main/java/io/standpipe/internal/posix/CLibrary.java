package io.standpipe.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * One way into the C library for every function that takes integers and pointers.
 *
 * <p>Every function is called with six integer arguments and uses those that it declares: on x86-64
 * and aarch64 the first six arguments travel in registers of their own. The shape is declared
 * variadic after the second argument because {@code open}, {@code fcntl} and {@code ioctl} are; a
 * function that is not variadic never looks at what that changes. So a process links a single
 * shape, once. That keeps its start fast: each further shape costs 4 to 9 ms in a cold JVM.
 */
final class CLibrary {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(2),
          Linker.Option.captureCallState("errno"));

  private CLibrary() {}

  /** The address of a function or variable, or an error that names the function that is missing. */
  static MemorySegment symbol(String name) {
    return find(name)
        .orElseThrow(() ->
            new UnsupportedOperationException(
                "this C library has no " + name + "; Standpipe needs glibc 2.34 or newer"));
  }

  static Optional<MemorySegment> find(String name) {
    return LINKER.defaultLookup().find(name);
  }

  /** A call that needs no memory: its result, or −errno if that was −1. */
  static int callInt(MemorySegment function, long a, long b, long c) {
    try (Scratch s = Scratch.borrow()) {
      return callInt(s, function, a, b, c, 0);
    }
  }

  /** A call with four arguments: its result, or −errno if that was −1. */
  static int callInt(Scratch scratch, MemorySegment function, long a, long b, long c, long d) {
    return callInt(scratch, function, a, b, c, d, 0, 0);
  }

  /**
   * A call whose result is a C {@code int}, or an {@code ssize_t}, which the kernel keeps below 2
   * GiB.
   *
   * @return the result, or −errno if it was −1
   */
  static int callInt(
      Scratch scratch, MemorySegment function, long a, long b, long c, long d, long e, long f) {
    int result = (int) call(scratch, function, a, b, c, d, e, f);
    return result == -1 ? -scratch.errno.get(JAVA_INT, 0) : result;
  }

  /** A call of a function that returns its error number, 0 for none, instead of setting errno. */
  static int callForError(Scratch scratch, MemorySegment function, long a, long b, long c) {
    return (int) call(scratch, function, a, b, c, 0, 0, 0);
  }

  /** The bare call: the content of the result register. */
  static long call(
      Scratch scratch, MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, scratch.errno, a, b, c, d, e, f);
    } catch (Throwable t) {
      // A downcall throws only if its own arguments are wrong, which would be a bug of this class.
      throw new AssertionError("downcall failed", t);
    }
  }
}
