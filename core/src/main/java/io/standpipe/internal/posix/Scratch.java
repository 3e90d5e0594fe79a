package io.standpipe.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory for the duration of one call: for the captured errno, for small arguments and
 * results, and for bytes on their way to or from a Java array.
 *
 * <p>It is borrowed from a few slots, picked by thread, so that a call costs two atomic swaps and
 * no allocation; a thread that finds its slot empty allocates new memory. Thread locals were
 * rejected: with a virtual thread per child, each of them would hold this much memory.
 */
final class Scratch implements AutoCloseable {
  /** Size of {@link #bytes}: a pipe's default capacity, as one call rarely moves more. */
  static final int BYTES = 64 * 1024;

  private static final int SMALL = 512;
  private static final int SLOTS = 16;
  private static final AtomicReferenceArray<Scratch> FREE = new AtomicReferenceArray<>(SLOTS);

  /** Where a call leaves its errno. */
  final MemorySegment errno;

  /** For small arguments and results. */
  final MemorySegment small;

  /** For bytes on their way to or from a Java array. */
  final MemorySegment bytes;

  private Scratch() {
    Arena arena = Arena.ofAuto();
    this.errno = arena.allocate(Linker.Option.captureStateLayout());
    this.small = arena.allocate(SMALL, 8);
    this.bytes = arena.allocate(BYTES, 16);
  }

  /** Borrows it until {@link #close}. */
  static Scratch borrow() {
    Scratch free = FREE.getAndSet(slot(), null);
    return free != null ? free : new Scratch();
  }

  /** Gives it back. If the slot already holds another one, that one is left to the collector. */
  @Override
  public void close() {
    FREE.set(slot(), this);
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
