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
 * <p>A function is called with six integer arguments, of which it takes those that it declares: on
 * x86-64 and aarch64 the first six travel in registers of their own. The shape is declared variadic
 * after the second argument, as {@code open}, {@code fcntl} and {@code ioctl} are; for any other
 * function that changes nothing that it looks at. So there is a single shape to link, once, in a
 * process that wants to start fast: each further shape costs 4 to 9 ms in a cold JVM.
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

  /** The address of a function or variable, or an error that says which library lacks it. */
  static MemorySegment symbol(String name) {
    return find(name)
        .orElseThrow(() ->
            new UnsupportedOperationException(
                "this C library has no " + name + "; Standpipe needs glibc 2.34 or newer"));
  }

  static Optional<MemorySegment> find(String name) {
    return LINKER.defaultLookup().find(name);
  }

  /** A call whose result is a C {@code int}: that, or −errno where it was −1. */
  static int callInt(Scratch scratch, MemorySegment function, long a, long b, long c, long d) {
    int result = (int) call(scratch, function, a, b, c, d, 0, 0);
    return result == -1 ? -scratch.errno.get(JAVA_INT, 0) : result;
  }

  /** A call whose result is an {@code ssize_t} of at most 2 GiB: that, or −errno. */
  static int callSize(Scratch scratch, MemorySegment function, long a, long b, long c, long d) {
    long result = call(scratch, function, a, b, c, d, 0, 0);
    return result == -1 ? -scratch.errno.get(JAVA_INT, 0) : (int) result;
  }

  /** The bare call: what the function left in its result register. */
  static long call(
      Scratch scratch, MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, scratch.errno, a, b, c, d, e, f);
    } catch (Throwable t) {
      // A downcall throws only where its own arguments are wrong, which is ours to mend.
      throw new AssertionError("downcall failed", t);
    }
  }
}
