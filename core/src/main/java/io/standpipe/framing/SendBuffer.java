package io.standpipe.framing;

import io.standpipe.internal.ready.WriteBuffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that a writer has still to write: {@code array[start, end)}. Grows up to the longest
 * message. For one thread, except for {@link #unflushed}.
 */
final class SendBuffer implements WriteBuffer {
  private static final int FIRST = 1024;

  byte[] array = new byte[FIRST];
  private ByteBuffer view = ByteBuffer.wrap(array);
  private int start;
  private int end;

  /** Makes room for {@code length} more bytes; returns the index at which they begin. */
  int reserve(long length) {
    if (start == end) {
      start = 0;
      end = 0;
    }
    long needed = end + length;
    if (needed > array.length) {
      grow(needed);
    }
    return end;
  }

  private void grow(long needed) {
    if (needed > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(length() + " bytes are still to be written: flush first");
    }
    array = Arrays.copyOf(array, (int) Math.max(needed, Math.min(2L * array.length, 1L << 30)));
    view = ByteBuffer.wrap(array);
  }

  /** The bytes up to {@code newEnd} are to be written. */
  void append(int newEnd) {
    end = newEnd;
  }

  int length() {
    return end - start;
  }

  /** The bytes to be written, for a channel to take; {@link #taken} must follow. */
  ByteBuffer toWrite() {
    return view.limit(end).position(start);
  }

  /** The channel has taken the bytes before the position of {@link #toWrite}. */
  void taken() {
    start = view.position();
  }

  @Override
  public int unflushed() {
    return Math.max(length(), 0);
  }

  @Override
  public byte[] unflushed(int most) {
    byte[] now = array;
    int from = Math.min(start, now.length);
    int length = Math.min(unflushed(), Math.min(most, now.length - from));
    return Arrays.copyOfRange(now, from, from + length);
  }
}
