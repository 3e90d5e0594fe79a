package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** The calls of {@link Posix} about files named by a path, and about the types of files. */
interface NativeFiles extends Posix {
  MemorySegment OPEN = symbol("open");
  MemorySegment MKFIFO = symbol("mkfifo");
  MemorySegment UNLINK = symbol("unlink");
  MemorySegment CHMOD = symbol("chmod");
  MemorySegment MEMFD_CREATE = symbol("memfd_create");
  MemorySegment ACCESS = symbol("access");
  MemorySegment STATX = symbol("statx");
  MemorySegment GETCWD = symbol("getcwd");

  int AT_FDCWD = -100;
  int AT_EMPTY_PATH = 0x1000;
  int STATX_TYPE_AND_MODE = 3;
  int STX_MODE = 28;

  @Override
  default int open(String path, int flags, int mode) {
    return withPath(OPEN, path, flags, mode);
  }

  @Override
  default int mkfifo(String path, int mode) {
    return withPath(MKFIFO, path, mode, 0);
  }

  @Override
  default int unlink(String path) {
    return withPath(UNLINK, path, 0, 0);
  }

  @Override
  default int memfd_create(String name, int flags) {
    return withPath(MEMFD_CREATE, name, flags, 0);
  }

  @Override
  default int chmod(String path, int mode) {
    return withPath(CHMOD, path, mode, 0);
  }

  @Override
  default int access(String path, int mode) {
    return withPath(ACCESS, path, mode, 0);
  }

  private static int withPath(MemorySegment function, String path, int b, int c) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      return callInt(s, function, NativeStrings.word(memory, path).address(), b, c, 0);
    }
  }

  @Override
  default int fileMode(int fd) {
    return statx(fd, "", AT_EMPTY_PATH);
  }

  @Override
  default int fileMode(String path) {
    return statx(AT_FDCWD, path, 0);
  }

  /** {@code struct statx} has one layout on every architecture; {@code struct stat} does not. */
  private static int statx(int fd, String path, int flags) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      long word = NativeStrings.word(memory, path).address();
      long out = s.small.address();
      int result = callInt(s, STATX, fd, word, flags, STATX_TYPE_AND_MODE, out, 0);
      return result < 0 ? result : s.small.get(JAVA_SHORT, STX_MODE) & 0xffff;
    }
  }

  @Override
  default String getcwd() {
    try (Scratch s = Scratch.borrow()) {
      long path = CLibrary.call(s, GETCWD, s.bytes.address(), Scratch.BYTES, 0, 0, 0, 0);
      return path == 0 ? "" : NativeStrings.text(path);
    }
  }
}
