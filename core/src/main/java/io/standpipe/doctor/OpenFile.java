package io.standpipe.doctor;

/**
 * A descriptor of a process, as its link and fdinfo show it.
 *
 * @param fd its number
 * @param kind what it is
 * @param id what tells the thing behind it from others: the channel's id, or its link
 * @param name what people call it
 * @param inode the number in {@code pipe:[4711]} or {@code socket:[4711]}, else that of a fifo or
 *     pseudo-terminal; 0 where it does not matter
 * @param flags as open(2) has them
 * @param info the text of its fdinfo; empty where it does not matter
 */
record OpenFile(int fd, Kind kind, String id, String name, long inode, int flags, String info) {
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
    /** Anything else: what it waits for is not known to us. */
    OTHER
  }

  /** A path of a file system that is no device. */
  boolean isPath() {
    return name.startsWith("/") && !name.startsWith("/dev/");
  }
}
