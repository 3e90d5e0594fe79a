package io.standpipe.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * {@code struct iovec[]}: what {@code writev} gathers. A direct buffer is named by its address;
 * what lies in a Java array is copied into the scratch, one piece behind the other.
 */
final class IoVector {
  private static final int ENTRY = 16;

  private final Scratch scratch;
  private final int most;
  private int count;
  private int copied;

  IoVector(Scratch scratch) {
    this.scratch = scratch;
    this.most = (int) scratch.small.byteSize() / ENTRY;
  }

  /** Adds what is left in a buffer; false when there is no room for all of it, and for no more. */
  boolean add(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return true; // a place for nothing: those written before would fill all places
    }
    if (count == most) {
      return false;
    }
    if (buffer.isDirect()) {
      MemorySegment memory = NativePosix.memory(buffer);
      put(memory.address(), memory.byteSize());
      return true;
    }
    int length = Math.min(buffer.remaining(), Scratch.BYTES - copied);
    ByteBuffer piece = buffer.duplicate().limit(buffer.position() + length);
    scratch.bytes.asByteBuffer().position(copied).put(piece);
    put(scratch.bytes.address() + copied, length);
    copied += length;
    return length == buffer.remaining();
  }

  private void put(long address, long length) {
    scratch.small.set(JAVA_LONG, (long) count * ENTRY, address);
    scratch.small.set(JAVA_LONG, (long) count * ENTRY + 8, length);
    count++;
  }

  long address() {
    return scratch.small.address();
  }

  int count() {
    return count;
  }
}
