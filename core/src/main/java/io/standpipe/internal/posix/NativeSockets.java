package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** The calls of {@link Posix} about sockets. */
interface NativeSockets extends Posix {
  MemorySegment SOCKET = symbol("socket");
  MemorySegment SOCKETPAIR = symbol("socketpair");
  MemorySegment SHUTDOWN = symbol("shutdown");
  MemorySegment GETSOCKOPT = symbol("getsockopt");

  int SOL_SOCKET = 1;

  @Override
  default int socket(int domain, int type, int protocol) {
    return callInt(SOCKET, domain, type, protocol);
  }

  @Override
  default int socketpair(int domain, int type, int[] ends) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, SOCKETPAIR, domain, type, 0, s.small.address());
      ends[0] = s.small.get(JAVA_INT, 0);
      ends[1] = s.small.get(JAVA_INT, 4);
      return result;
    }
  }

  @Override
  default int shutdown(int fd, int how) {
    return callInt(SHUTDOWN, fd, how, 0);
  }

  @Override
  default int getsockopt(int fd, int option, long[] value) {
    try (Scratch s = Scratch.borrow()) {
      s.small.fill((byte) 0);
      s.small.set(JAVA_INT, 0, 2 * Long.BYTES);
      long out = s.small.address();
      long room = out + Long.BYTES;
      int result = callInt(s, GETSOCKOPT, fd, SOL_SOCKET, option, room, out, 0);
      value[0] = s.small.get(JAVA_LONG, Long.BYTES);
      value[1] = s.small.get(JAVA_LONG, 2 * Long.BYTES);
      return result;
    }
  }
}
