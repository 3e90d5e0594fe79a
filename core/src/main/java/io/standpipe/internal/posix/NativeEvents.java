package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** The calls of {@link Posix} about readiness and file events: poll, epoll, eventfd, inotify. */
interface NativeEvents extends Posix {
  MemorySegment POLL = symbol("poll");
  MemorySegment EPOLL_CREATE1 = symbol("epoll_create1");
  MemorySegment EPOLL_CTL = symbol("epoll_ctl");
  MemorySegment EPOLL_WAIT = symbol("epoll_wait");
  MemorySegment EVENTFD = symbol("eventfd");
  MemorySegment INOTIFY_INIT1 = symbol("inotify_init1");
  MemorySegment INOTIFY_ADD_WATCH = symbol("inotify_add_watch");
  MemorySegment INOTIFY_RM_WATCH = symbol("inotify_rm_watch");

  @Override
  default int poll(int fd, int events, int timeoutMillis) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, 0, fd);
      s.small.set(JAVA_SHORT, 4, (short) events);
      s.small.set(JAVA_SHORT, 6, (short) 0);
      int result = callInt(s, POLL, s.small.address(), 1, timeoutMillis, 0);
      return result <= 0 ? result : s.small.get(JAVA_SHORT, 6);
    }
  }

  @Override
  default int poll(int fd, int other, int events, int timeoutMillis) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, 0, fd);
      s.small.set(JAVA_INT, 4, events); // clears revents, the upper two bytes
      s.small.set(JAVA_INT, 8, other);
      s.small.set(JAVA_INT, 12, events);
      int result = callInt(s, POLL, s.small.address(), 2, timeoutMillis, 0);
      return result <= 0 ? result : s.small.get(JAVA_SHORT, 6);
    }
  }

  @Override
  default int epoll_create1(int flags) {
    return callInt(EPOLL_CREATE1, flags, 0, 0);
  }

  @Override
  default int epoll_ctl(int epoll, int operation, int fd, int events, long data) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, 0, events);
      s.small.set(JAVA_LONG_UNALIGNED, Abi.HERE.epollDataOffset(), data);
      return callInt(s, EPOLL_CTL, epoll, operation, fd, s.small.address());
    }
  }

  @Override
  default int epoll_wait(int epoll, EpollEvents events, int timeoutMillis) {
    try (Scratch s = Scratch.borrow()) {
      long memory = events.memory.address();
      return callInt(s, EPOLL_WAIT, epoll, memory, events.capacity(), timeoutMillis);
    }
  }

  @Override
  default int eventfd(int initial, int flags) {
    return callInt(EVENTFD, initial, flags, 0);
  }

  @Override
  default int inotify_init1(int flags) {
    return callInt(INOTIFY_INIT1, flags, 0, 0);
  }

  @Override
  default int inotify_add_watch(int fd, String path, int mask) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      long word = NativeStrings.word(memory, path).address();
      return callInt(s, INOTIFY_ADD_WATCH, fd, word, mask, 0);
    }
  }

  @Override
  default int inotify_rm_watch(int fd, int watch) {
    return callInt(INOTIFY_RM_WATCH, fd, watch, 0);
  }
}
