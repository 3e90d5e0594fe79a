package io.standpipe.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the arguments of one call: a part of the {@link Scratch} that the call has borrowed
 * anyway, and separate memory only for arguments that do not fit. It is not cleared.
 */
final class CallMemory implements SegmentAllocator, AutoCloseable {
  private final MemorySegment room;
  private long used;
  private @Nullable Arena more;

  CallMemory(Scratch scratch) {
    this.room = scratch.bytes;
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    long start = (used + alignment - 1) & -alignment;
    if (start + bytes > room.byteSize()) {
      return more().allocate(bytes, alignment);
    }
    used = start + bytes;
    return room.asSlice(start, bytes);
  }

  private Arena more() {
    Arena arena = more;
    if (arena == null) {
      arena = Arena.ofConfined();
      more = arena;
    }
    return arena;
  }

  @Override
  public void close() {
    if (more != null) {
      more.close();
    }
  }
}
