package io.standpipe.internal.posix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** The native memory behind a direct buffer. */
final class DirectMemory {
  private DirectMemory() {}

  /**
   * The bytes between the buffer's position and its limit.
   *
   * <p>The check is ours to make: C gets a bare address, which does not show that the memory was
   * given back ({@code Arena.close}) or that it belongs to another thread.
   *
   * @throws IllegalStateException if the memory was given back or belongs to another thread
   */
  static MemorySegment of(ByteBuffer direct) {
    MemorySegment memory = MemorySegment.ofBuffer(direct);
    if (!memory.scope().isAlive() || !memory.isAccessibleBy(Thread.currentThread())) {
      throw new IllegalStateException(
          "the memory of this buffer was given back, or is another thread's: " + direct);
    }
    return memory;
  }
}
