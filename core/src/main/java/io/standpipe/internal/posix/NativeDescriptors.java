package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The calls of {@link Posix} about open descriptors: pipes, input and output, flags and duplicates.
 */
interface NativeDescriptors extends Posix {
  MemorySegment PIPE2 = symbol("pipe2");
  MemorySegment READ = symbol("read");
  MemorySegment WRITE = symbol("write");
  MemorySegment WRITEV = symbol("writev");
  MemorySegment CLOSE = symbol("close");
  MemorySegment FCNTL = symbol("fcntl");
  MemorySegment DUP2 = symbol("dup2");
  MemorySegment IOCTL = symbol("ioctl");
  MemorySegment ISATTY = symbol("isatty");
  MemorySegment TEE = symbol("tee");
  MemorySegment SPLICE = symbol("splice");

  int FIONREAD_REQUEST = 0x541b;

  @Override
  default int pipe2(int[] ends, int flags) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, PIPE2, s.small.address(), flags, 0, 0);
      ends[0] = s.small.get(JAVA_INT, 0);
      ends[1] = s.small.get(JAVA_INT, 4);
      return result;
    }
  }

  @Override
  default int read(int fd, ByteBuffer into) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("a buffer that can be written to expected: " + into);
    }
    try (Scratch s = Scratch.borrow()) {
      if (into.isDirect()) {
        MemorySegment target = DirectMemory.of(into);
        int n = callInt(s, READ, fd, target.address(), target.byteSize(), 0);
        return advance(into, n);
      }
      int length = Math.min(into.remaining(), Scratch.BYTES);
      int n = callInt(s, READ, fd, s.bytes.address(), length, 0);
      if (n > 0) {
        into.put(s.bytes.asByteBuffer().limit(n));
      }
      return n;
    }
  }

  @Override
  default int write(int fd, ByteBuffer from) {
    try (Scratch s = Scratch.borrow()) {
      if (from.isDirect()) {
        MemorySegment source = DirectMemory.of(from);
        int n = callInt(s, WRITE, fd, source.address(), source.byteSize(), 0);
        return advance(from, n);
      }
      int length = Math.min(from.remaining(), Scratch.BYTES);
      s.bytes.asByteBuffer().put(from.duplicate().limit(from.position() + length));
      int n = callInt(s, WRITE, fd, s.bytes.address(), length, 0);
      return advance(from, n);
    }
  }

  @Override
  default int writev(int fd, List<ByteBuffer> from) {
    try (Scratch s = Scratch.borrow()) {
      var vector = new IoVector(s);
      for (ByteBuffer buffer : from) {
        if (!vector.add(buffer)) {
          break;
        }
      }
      int n = callInt(s, WRITEV, fd, vector.address(), vector.count(), 0);
      int left = n;
      for (ByteBuffer buffer : from) {
        left -= advance(buffer, Math.min(left, buffer.remaining()));
      }
      return n;
    }
  }

  private static int advance(ByteBuffer buffer, int n) {
    if (n > 0) {
      buffer.position(buffer.position() + n);
    }
    return n;
  }

  @Override
  default int close(int fd) {
    return callInt(CLOSE, fd, 0, 0);
  }

  @Override
  default int fcntl(int fd, int command, int argument) {
    return callInt(FCNTL, fd, command, argument);
  }

  @Override
  default int dup2(int from, int to) {
    return callInt(DUP2, from, to, 0);
  }

  @Override
  default int fionread(int fd) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, IOCTL, fd, FIONREAD_REQUEST, s.small.address(), 0);
      return result < 0 ? result : s.small.get(JAVA_INT, 0);
    }
  }

  @Override
  default int isatty(int fd) {
    try (Scratch s = Scratch.borrow()) {
      int result = (int) CLibrary.call(s, ISATTY, fd, 0, 0, 0, 0, 0);
      return result == 1 ? 1 : -s.errno.get(JAVA_INT, 0);
    }
  }

  @Override
  default int tee(int from, int to, int length, int flags) {
    try (Scratch s = Scratch.borrow()) {
      return callInt(s, TEE, from, to, length, flags);
    }
  }

  /** Pipes have no offset, so both pointers to an offset are null. */
  @Override
  default int splice(int from, int to, int length, int flags) {
    try (Scratch s = Scratch.borrow()) {
      return callInt(s, SPLICE, from, 0, to, 0, length, flags);
    }
  }
}
