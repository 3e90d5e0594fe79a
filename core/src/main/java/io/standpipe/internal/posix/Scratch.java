package io.standpipe.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory for the length of one call: where errno is captured, room for small results, room
 * for bytes on their way to or from a Java array.
 *
 * <p>Borrowed from a few slots picked by thread, so that a call costs two atomic swaps and no
 * allocation; a thread that finds its slot taken makes a fresh one. Thread locals were rejected:
 * with a virtual thread per child they would hold this much for each of them.
 */
final class Scratch implements AutoCloseable {
  /** Bytes on their way: more than a pipe's default capacity is not moved by one call anyway. */
  static final int BYTES = 64 * 1024;

  private static final int SMALL = 512;
  private static final int SLOTS = 16;
  private static final AtomicReferenceArray<Scratch> FREE = new AtomicReferenceArray<>(SLOTS);

  final MemorySegment errno;
  final MemorySegment small;
  final MemorySegment bytes;

  private Scratch() {
    Arena arena = Arena.ofAuto();
    this.errno = arena.allocate(Linker.Option.captureStateLayout());
    this.small = arena.allocate(SMALL, 8);
    this.bytes = arena.allocate(BYTES, 16);
  }

  static Scratch borrow() {
    Scratch free = FREE.getAndSet(slot(), null);
    return free != null ? free : new Scratch();
  }

  /** Gives it back; where another came back first, that one stays and the older is collected. */
  @Override
  public void close() {
    FREE.set(slot(), this);
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
