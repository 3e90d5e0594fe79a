package io.standpipe.internal.proc;

import io.standpipe.doctor.Holder;

/**
 * A descriptor of a process, as its link and fdinfo show it.
 *
 * @param fd its number
 * @param kind what it is
 * @param id what distinguishes the thing behind it from others: the channel's id, or its link
 * @param name its usual name, such as its path
 * @param inode the number in {@code pipe:[4711]} or {@code socket:[4711]}, or that of a fifo; 0 if
 *     it does not matter
 * @param info its fdinfo; {@link FdInfo#NONE} if it does not matter
 */
record OpenFile(int fd, Kind kind, String id, String name, long inode, FdInfo info) {
  enum Kind {
    PIPE,
    FIFO,
    SOCKET,
    MASTER,
    SLAVE,
    EVENT,
    EPOLL,
    PIDFD,
    IO_URING,
    /** A terminal with a person at it: a console, a serial line. */
    CONSOLE,
    /** Anything else: what a call on it waits for is not known. */
    OTHER
  }

  /** A path of a file system that is not a device. */
  boolean isPath() {
    return name.startsWith("/") && !name.startsWith("/dev/");
  }

  /** This descriptor as the end of a channel. */
  Holder heldBy(long pid, String command) {
    return new SeenHolder(pid, command, fd, info.reads(), info.writes(), info.blocking(), end());
  }

  private String end() {
    return switch (kind) {
      case MASTER -> "master";
      case SLAVE -> "slave";
      case SOCKET -> "socket " + inode;
      case EVENT -> "counter";
      default -> !info.writes() ? "read end" : info.reads() ? "both ends" : "write end";
    };
  }
}
