package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** The calls of {@link Posix} about sockets. */
interface NativeSockets extends Posix {
  MemorySegment SOCKET = symbol("socket");
  MemorySegment GETSOCKOPT = symbol("getsockopt");

  int SOL_SOCKET = 1;

  @Override
  default int socket(int domain, int type, int protocol) {
    return callInt(SOCKET, domain, type, protocol);
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
