package io.standpipe.framing;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that have come and are not yet given out as frames: {@code array[start, end)}.
 *
 * <p>It begins small, so that thousands of quiet conversations cost little, and doubles up to
 * {@link #BULK} while each read fills it. Beyond that it grows only for a frame that does not fit,
 * twofold each time, and never because a header announces much: what it occupies, the peer has sent
 * half of.
 */
final class Window {
  private static final int FIRST = 4 * 1024;

  /** A read of this size is as quick per byte as any larger one: it stays in the cache. */
  private static final int BULK = 64 * 1024;

  /**
   * After the capacity, so that {@link Swar} can look at whole blocks. What lies there is noise.
   */
  private static final int SLACK = Swar.BLOCK;

  byte[] array = new byte[FIRST + SLACK];
  int start;
  int end;

  /** Where {@code array[0]} is in the stream. */
  long origin;

  /** From this index on no byte that was looked at has its high bit set: the text is ASCII. */
  int asciiFrom = Integer.MAX_VALUE;

  private ByteBuffer view = ByteBuffer.wrap(array);
  private boolean filled;

  int length() {
    return end - start;
  }

  private int capacity() {
    return array.length - SLACK;
  }

  /**
   * Makes room at the end, at least for a byte.
   *
   * @return by how much what was kept has moved to the front
   */
  int makeRoom() {
    int moved = 0;
    if (start == end || capacity() - end < capacity() / 2) {
      moved = start;
    }
    boolean wide = filled && capacity() < BULK;
    if (wide || capacity() == end - moved) {
      replace(Arrays.copyOfRange(array, moved, moved + 2 * capacity() + SLACK));
    } else if (moved > 0) {
      System.arraycopy(array, moved, array, 0, end - moved);
    }
    origin += moved;
    asciiFrom = asciiFrom == Integer.MAX_VALUE ? asciiFrom : Math.max(asciiFrom - moved, 0);
    start -= moved;
    end -= moved;
    return moved;
  }

  private void replace(byte[] larger) {
    array = larger;
    view = ByteBuffer.wrap(larger);
  }

  /** The room as a buffer; {@link #took} follows. */
  ByteBuffer room() {
    return view.limit(capacity()).position(end);
  }

  /** What was put into {@link #room} belongs to the window. */
  void took() {
    filled = !view.hasRemaining();
    end = view.position();
  }
}
