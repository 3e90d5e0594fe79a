package io.standpipe.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * {@code struct iovec[]}, the buffers that {@code writev} gathers.
 *
 * <p>A direct buffer is an entry with its address. A small buffer, or one backed by a Java array,
 * is copied into the scratch memory; copies that follow each other share one entry. So PIPE_BUF
 * bytes always fit, however many buffers they come in: a direct buffer with an entry of its own has
 * more than 256 bytes, so there are at most 15 of them, with at most 16 entries of copies around
 * them. That is fewer than the 32 entries.
 */
final class IoVector {
  private static final int ENTRY = 16;

  /** A direct buffer of at most this many bytes is copied. */
  private static final int SMALL = 256;

  private final Scratch scratch;
  private final int most;
  private int count;
  private int copied;

  /** Whether the last entry consists of copies. */
  private boolean copying;

  IoVector(Scratch scratch) {
    this.scratch = scratch;
    this.most = (int) scratch.small.byteSize() / ENTRY;
  }

  /** Adds the rest of a buffer; false if not all of it fits, and then nothing more does. */
  boolean add(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return true; // an entry of no bytes would waste a place, and empty buffers could fill all
    }
    boolean copy = !buffer.isDirect() || buffer.remaining() <= SMALL;
    if (count == most && !(copy && copying)) {
      return false;
    }
    return copy ? addCopy(buffer) : addMemory(buffer);
  }

  private boolean addMemory(ByteBuffer buffer) {
    MemorySegment memory = DirectMemory.of(buffer);
    put(memory.address(), memory.byteSize());
    copying = false;
    return true;
  }

  private boolean addCopy(ByteBuffer buffer) {
    int length = Math.min(buffer.remaining(), Scratch.BYTES - copied);
    ByteBuffer piece = buffer.duplicate().limit(buffer.position() + length);
    scratch.bytes.asByteBuffer().position(copied).put(piece);
    if (copying) {
      lengthen(length);
    } else {
      put(scratch.bytes.address() + copied, length);
      copying = true;
    }
    copied += length;
    return length == buffer.remaining();
  }

  private void put(long address, long length) {
    scratch.small.set(JAVA_LONG, (long) count * ENTRY, address);
    scratch.small.set(JAVA_LONG, (long) count * ENTRY + 8, length);
    count++;
  }

  private void lengthen(long more) {
    long place = (count - 1L) * ENTRY + 8;
    scratch.small.set(JAVA_LONG, place, scratch.small.get(JAVA_LONG, place) + more);
  }

  /** Where the entries are. */
  long address() {
    return scratch.small.address();
  }

  int count() {
    return count;
  }
}
