package io.standpipe.internal.proc;

import static io.standpipe.internal.posix.Constants.AF_NETLINK;
import static io.standpipe.internal.posix.Constants.NETLINK_SOCK_DIAG;
import static io.standpipe.internal.posix.Constants.SOCK_CLOEXEC;
import static io.standpipe.internal.posix.Constants.SOCK_RAW;

import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which sockets of this machine are connected to which. Only sock_diag(7) tells that; {@code
 * /proc/net/unix} does not. It shows the sockets of our own network namespace.
 */
final class SocketTable {
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int REQUEST_AND_DUMP = 0x301;
  private static final int DONE = 3;
  private static final int ERROR = 2;
  private static final int AF_UNIX = 1;
  private static final int SHOW_PEER_AND_QUEUES = 0x4 | 0x10;
  private static final int HEADER = 16;
  private static final int REQUEST = 24;
  private static final int MESSAGE = 16;
  private static final int INODE_IN_MESSAGE = 4;
  private static final int TYPE_IN_MESSAGE = 1;
  private static final int PEER = 2;
  private static final int QUEUES = 4;
  private static final int SOCK_DGRAM = 2;
  private static final int BUFFER = 64 * 1024;

  /** A connected socket: its own inode, its peer's, and the bytes that it has yet to read. */
  record Entry(long inode, long peer, int queued) {}

  private final Map<Long, Entry> connected = new HashMap<>();

  private SocketTable() {}

  /** A table without sockets. */
  static SocketTable empty() {
    return new SocketTable();
  }

  /** All sockets that are connected now; none if the kernel does not tell. */
  static SocketTable read() {
    var table = new SocketTable();
    Posix posix = Platform.posix();
    int socket = posix.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (socket >= 0) {
      try {
        ByteBuffer answer = ByteBuffer.allocate(BUFFER).order(ByteOrder.nativeOrder());
        boolean more = posix.write(socket, request()) > 0;
        // The kernel has its answer ready when the request is written: these reads do not wait.
        while (more && posix.read(socket, answer.clear()) > 0) {
          more = table.addAll(answer.flip());
        }
      } finally {
        posix.close(socket);
      }
    }
    return table;
  }

  private static ByteBuffer request() {
    return ByteBuffer.allocate(HEADER + REQUEST)
        .order(ByteOrder.nativeOrder())
        .putInt(HEADER + REQUEST)
        .putShort((short) SOCK_DIAG_BY_FAMILY)
        .putShort((short) REQUEST_AND_DUMP)
        .putInt(1)
        .putInt(0)
        .put((byte) AF_UNIX)
        .put((byte) 0)
        .putShort((short) 0)
        .putInt(-1)
        .putInt(0)
        .putInt(SHOW_PEER_AND_QUEUES)
        .putLong(-1)
        .flip();
  }

  /** Adds a run of messages; false after the last of them. */
  private boolean addAll(ByteBuffer messages) {
    while (messages.remaining() >= HEADER) {
      int start = messages.position();
      int length = messages.getInt(start);
      int type = messages.getShort(start + 4);
      if (type == DONE || type == ERROR || length < HEADER) {
        return false;
      }
      add(messages.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder()));
      messages.position(Math.min(messages.limit(), start + aligned(length)));
    }
    return true;
  }

  private void add(ByteBuffer message) {
    long inode = Integer.toUnsignedLong(message.getInt(INODE_IN_MESSAGE));
    long peer = 0;
    int queued = 0;
    int at = MESSAGE;
    while (at + 4 <= message.limit()) {
      int length = Short.toUnsignedInt(message.getShort(at));
      int type = message.getShort(at + 2);
      if (type == PEER) {
        peer = Integer.toUnsignedLong(message.getInt(at + 4));
      } else if (type == QUEUES) {
        queued = message.getInt(at + 4);
      }
      at += Math.max(4, aligned(length));
    }
    // Any process that knows the name of a datagram socket may send to it: it is not a pair.
    if (peer != 0 && message.get(TYPE_IN_MESSAGE) != SOCK_DGRAM) {
      connected.put(inode, new Entry(inode, peer, queued));
    }
  }

  private static int aligned(int length) {
    return (length + 3) & ~3;
  }

  Optional<Entry> find(long inode) {
    return Optional.ofNullable(connected.get(inode));
  }

  /** The id of the pair that a socket belongs to, the same for both; empty if it has no peer. */
  Optional<String> pair(long inode) {
    return find(inode)
        .filter(e -> connected.containsKey(e.peer))
        .map(e -> "[" + Math.min(e.inode, e.peer) + "]-[" + Math.max(e.inode, e.peer) + "]");
  }

  /** The bytes on their way in either direction. */
  int queued(long inode) {
    return find(inode).map(e -> e.queued + find(e.peer).map(Entry::queued).orElse(0)).orElse(0);
  }
}
