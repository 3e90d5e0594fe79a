package io.standpipe.internal.io;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in memory, in chunks that are filled one after the other: a program that writes a byte at a
 * time costs no more memory than its bytes. For one thread at a time.
 */
final class ByteChunks {
  private static final int FIRST_CHUNK = 4 * 1024;
  private static final int LARGEST_CHUNK = 64 * 1024;

  /** All are full except the last, of which {@code used} bytes are. */
  private final List<byte[]> chunks = new ArrayList<>();

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
    if (chunks.isEmpty()) {
      chunks.add(new byte[FIRST_CHUNK]);
    } else if (used == chunks.getLast().length) {
      chunks.add(new byte[Math.min(2 * used, LARGEST_CHUNK)]);
      used = 0;
    }
    return chunks.getLast();
  }

  /** Drops whole chunks at the front, as long as {@code needed} bytes stay. */
  void dropAllBut(int needed) {
    while (chunks.size() > 1 && size - chunks.getFirst().length >= needed) {
      size -= chunks.removeFirst().length;
    }
  }

  /** Drops everything. */
  void clear() {
    chunks.clear();
    used = 0;
    size = 0;
  }

  /** A copy of the last bytes, {@code most} of them at most. */
  byte[] last(int most) {
    byte[] all = new byte[(int) Math.min(size, most)];
    int end = all.length;
    for (int i = chunks.size() - 1; i >= 0; i--) {
      byte[] chunk = chunks.get(i);
      int filled = i == chunks.size() - 1 ? used : chunk.length;
      int n = Math.min(filled, end);
      System.arraycopy(chunk, filled - n, all, end - n, n);
      end -= n;
    }
    return all;
  }

  /** A copy of the first bytes, {@code most} of them at most. */
  byte[] first(int most) {
    byte[] all = new byte[(int) Math.min(size, most)];
    int start = 0;
    for (byte[] chunk : chunks) {
      int n = Math.min(chunk.length, all.length - start);
      System.arraycopy(chunk, 0, all, start, n);
      start += n;
    }
    return all;
  }
}
