package io.standpipe.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Compares bytes eight at a time in one {@code long} (SIMD within a register), 64 per call.
 *
 * <p>The Vector API would be faster, but it is an incubator module, and a library must not require
 * {@code --add-modules} of its users.
 */
final class Swar {
  /** The number of bytes that one call looks at. */
  static final int BLOCK = 64;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long EACH = 0x0101010101010101L;

  /** Moves bit 8·i to bit 56+i. No two products fall on the same bit, so there is no carry. */
  private static final long GATHER = 0x0102040810204080L;

  private Swar() {}

  /** A word with the byte in all eight places. */
  static long pattern(byte b) {
    return (b & 0xff) * EACH;
  }

  /** Bit i of the result tells whether byte {@code at + i} is that of the pattern. */
  static long equal(byte[] bytes, int at, long pattern) {
    return equal8(bytes, at, pattern)
        | equal8(bytes, at + 8, pattern) << 8
        | equal8(bytes, at + 16, pattern) << 16
        | equal8(bytes, at + 24, pattern) << 24
        | equal8(bytes, at + 32, pattern) << 32
        | equal8(bytes, at + 40, pattern) << 40
        | equal8(bytes, at + 48, pattern) << 48
        | equal8(bytes, at + 56, pattern) << 56;
  }

  /**
   * The usual {@code (x - EACH) & ~x & HIGH_BITS} also marks a 1 after a 0, because of the borrow.
   * That finds the first match, but gives a wrong mask of all. Adding within seven bits never
   * borrows.
   */
  private static long equal8(byte[] bytes, int at, long pattern) {
    long x = word(bytes, at) ^ pattern;
    long nonZero = ((x & LOW_BITS) + LOW_BITS) | x;
    return (((~nonZero & HIGH_BITS) >>> 7) * GATHER) >>> 56;
  }

  /** Whether any of 64 bytes has its high bit set, which means that it is not ASCII. */
  static boolean anyHigh(byte[] bytes, int at) {
    long all =
        word(bytes, at)
            | word(bytes, at + 8)
            | word(bytes, at + 16)
            | word(bytes, at + 24)
            | word(bytes, at + 32)
            | word(bytes, at + 40)
            | word(bytes, at + 48)
            | word(bytes, at + 56);
    return (all & HIGH_BITS) != 0;
  }

  /** The first index of a byte in {@code bytes[from, to)}, or {@code to}. */
  static int indexOf(byte[] bytes, int from, int to, byte b) {
    long pattern = pattern(b);
    int at = from;
    for (; at <= to - BLOCK; at += BLOCK) {
      long found = equal(bytes, at, pattern);
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found);
      }
    }
    while (at < to && bytes[at] != b) {
      at++;
    }
    return at;
  }

  private static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }
}
