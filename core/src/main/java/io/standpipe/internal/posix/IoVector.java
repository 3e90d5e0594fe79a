package io.standpipe.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * {@code struct iovec[]}: what {@code writev} gathers. A direct buffer is named by its address;
 * what lies in a Java array, or is small, is copied into the scratch, one piece behind the other:
 * such pieces in a row are one entry. So whatever is no longer than PIPE_BUF fits: not half of the
 * {@code 32} entries can be of direct buffers then.
 */
final class IoVector {
  private static final int ENTRY = 16;

  /** Up to here a buffer is copied. */
  private static final int SMALL = 256;

  private final Scratch scratch;
  private final int most;
  private int count;
  private int copied;

  /** The last entry is of copied pieces. */
  private boolean copying;

  IoVector(Scratch scratch) {
    this.scratch = scratch;
    this.most = (int) scratch.small.byteSize() / ENTRY;
  }

  /** Adds what is left in a buffer; false when there is no room for all of it, and for no more. */
  boolean add(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return true; // a place for nothing: those written before would fill all places
    }
    boolean copy = !buffer.isDirect() || buffer.remaining() <= SMALL;
    if (count == most && !(copy && copying)) {
      return false;
    }
    return copy ? addCopy(buffer) : addMemory(buffer);
  }

  private boolean addMemory(ByteBuffer buffer) {
    MemorySegment memory = NativePosix.memory(buffer);
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

  long address() {
    return scratch.small.address();
  }

  int count() {
    return count;
  }
}
