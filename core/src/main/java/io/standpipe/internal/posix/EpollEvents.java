package io.standpipe.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The events that {@code epoll_wait} reports. For the one thread that waits. */
public final class EpollEvents {
  final MemorySegment memory;
  private final int capacity;

  /** Room for {@code capacity} events at a time; the memory is never freed. */
  public EpollEvents(int capacity) {
    this.capacity = capacity;
    this.memory = Arena.global().allocate((long) capacity * Abi.HERE.epollEventSize(), 8);
  }

  int capacity() {
    return capacity;
  }

  /** The data with which the descriptor of event {@code index} was registered. */
  public long data(int index) {
    long at = (long) index * Abi.HERE.epollEventSize() + Abi.HERE.epollDataOffset();
    return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
  }
}
