package io.standpipe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in memory, in pieces that are filled before a new one is made: a program that writes a byte
 * at a time costs no more than its bytes. For one thread at a time.
 */
final class ByteChunks {
  private static final int FIRST_PIECE = 4 * 1024;
  private static final int LARGEST_PIECE = 64 * 1024;

  /** All full but for the last, of which {@code used} bytes are. */
  private final List<byte[]> pieces = new ArrayList<>();

  private int used;
  private long size;

  /** Bytes kept. */
  long size() {
    return size;
  }

  /** Takes all that {@code bytes} has left. */
  void append(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte[] last = lastWithRoom();
      int n = Math.min(last.length - used, bytes.remaining());
      bytes.get(last, used, n);
      used += n;
      size += n;
    }
  }

  private byte[] lastWithRoom() {
    if (pieces.isEmpty()) {
      pieces.add(new byte[FIRST_PIECE]);
    } else if (used == pieces.getLast().length) {
      pieces.add(new byte[Math.min(2 * used, LARGEST_PIECE)]);
      used = 0;
    }
    return pieces.getLast();
  }

  /** Gives up whole pieces at the front, as long as {@code needed} bytes stay. */
  void dropAllBut(int needed) {
    while (pieces.size() > 1 && size - pieces.getFirst().length >= needed) {
      size -= pieces.removeFirst().length;
    }
  }

  /** Gives up everything. */
  void clear() {
    pieces.clear();
    used = 0;
    size = 0;
  }

  /** A copy of the last bytes, {@code most} of them at most. */
  byte[] last(int most) {
    byte[] all = new byte[(int) Math.min(size, most)];
    int end = all.length;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      byte[] piece = pieces.get(i);
      int filled = i == pieces.size() - 1 ? used : piece.length;
      int n = Math.min(filled, end);
      System.arraycopy(piece, filled - n, all, end - n, n);
      end -= n;
    }
    return all;
  }
}
