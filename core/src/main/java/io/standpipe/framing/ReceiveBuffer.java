package io.standpipe.framing;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that have been received and not yet returned as frames: {@code array[start, end)}.
 *
 * <p>It starts small, so that thousands of quiet conversations cost little, and doubles up to
 * {@link #BULK} while each read fills it. Beyond that it doubles only for a frame that does not
 * fit, and never because a header announces much: the peer has sent at least half of the bytes that
 * it occupies.
 */
final class ReceiveBuffer {
  private static final int FIRST = 4 * 1024;

  /** A read of this size is as fast per byte as a larger one, because it stays in the cache. */
  private static final int BULK = 64 * 1024;

  /**
   * Bytes after the capacity, so that {@link Swar} can look at whole blocks. They contain noise.
   */
  private static final int SLACK = Swar.BLOCK;

  private static final int UNSCANNED = Integer.MAX_VALUE;

  byte[] array = new byte[FIRST + SLACK];
  int start;
  int end;

  /** The position of {@code array[0]} in the stream. */
  long origin;

  /**
   * From this index on, no byte that was scanned has its high bit set, so text there is ASCII.
   * {@link #UNSCANNED} if this framing scans no bytes.
   */
  int asciiFrom = UNSCANNED;

  private ByteBuffer view = ByteBuffer.wrap(array);
  private boolean filled;

  /** A decoder scans all bytes from {@code at} on, so it can tell whether text is ASCII. */
  void noteScanFrom(int at) {
    if (asciiFrom == UNSCANNED) {
      asciiFrom = at;
    }
  }

  int length() {
    return end - start;
  }

  private int capacity() {
    return array.length - SLACK;
  }

  /**
   * Makes room for at least one byte at the end.
   *
   * @return the number of places by which the kept bytes have moved to the front
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
    asciiFrom = asciiFrom == UNSCANNED ? UNSCANNED : Math.max(asciiFrom - moved, 0);
    start -= moved;
    end -= moved;
    return moved;
  }

  private void replace(byte[] larger) {
    array = larger;
    view = ByteBuffer.wrap(larger);
  }

  /** The room as a buffer; {@link #took} must follow. */
  ByteBuffer room() {
    return view.limit(capacity()).position(end);
  }

  /** Takes over the bytes that were put into {@link #room}. */
  void took() {
    filled = !view.hasRemaining();
    end = view.position();
  }
}
