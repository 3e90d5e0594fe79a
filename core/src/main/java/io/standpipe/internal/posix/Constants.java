package io.standpipe.internal.posix;

/** Constants of C that are equal on x86-64 and aarch64; those that differ are in {@link Abi}. */
public final class Constants {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_ACCMODE = 3;
  public static final int O_CREAT = 0100;
  public static final int O_NOCTTY = 0400;
  public static final int O_TRUNC = 01000;
  public static final int O_APPEND = 02000;
  public static final int O_NONBLOCK = 04000;
  public static final int O_CLOEXEC = 02000000;
  public static final int O_PATH = 010000000;

  public static final int F_GETFD = 1;
  public static final int F_SETFD = 2;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_SETOWN = 8;
  public static final int F_GETOWN = 9;
  public static final int F_SETSIG = 10;
  public static final int F_SETLEASE = 1024;
  public static final int F_WRLCK = 1;
  public static final int F_UNLCK = 2;
  public static final int F_DUPFD_CLOEXEC = 1030;
  public static final int F_SETPIPE_SZ = 1031;
  public static final int F_GETPIPE_SZ = 1032;
  public static final int FD_CLOEXEC = 1;

  public static final int MFD_CLOEXEC = 1;

  public static final int X_OK = 1;
  public static final int R_OK = 4;

  public static final int S_IFMT = 0170000;
  public static final int S_IFIFO = 0010000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFDIR = 0040000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFSOCK = 0140000;

  public static final int POLLIN = 0x1;
  public static final int POLLOUT = 0x4;
  public static final int POLLERR = 0x8;
  public static final int POLLHUP = 0x10;

  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_DEL = 2;
  public static final int EPOLL_CTL_MOD = 3;
  public static final int EPOLLIN = 0x1;
  public static final int EPOLLOUT = 0x4;
  public static final int EPOLLONESHOT = 1 << 30;
  public static final int EPOLL_CLOEXEC = O_CLOEXEC;
  public static final int EFD_CLOEXEC = O_CLOEXEC;
  public static final int EFD_NONBLOCK = O_NONBLOCK;

  public static final int IN_OPEN = 0x20;
  public static final int IN_MOVED_FROM = 0x40;
  public static final int IN_MOVED_TO = 0x80;
  public static final int IN_CREATE = 0x100;
  public static final int IN_DELETE = 0x200;
  public static final int IN_CLOEXEC = O_CLOEXEC;
  public static final int IN_NONBLOCK = O_NONBLOCK;

  public static final int SPLICE_F_NONBLOCK = 2;

  public static final int P_PID = 1;
  public static final int P_PIDFD = 3;
  public static final int PIDFD_SIGNAL_PROCESS_GROUP = 4;
  public static final int WNOHANG = 1;
  public static final int WEXITED = 4;
  public static final int WNOWAIT = 0x01000000;

  public static final int AF_UNIX = 1;
  public static final int AF_NETLINK = 16;
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_CLOEXEC = O_CLOEXEC;
  public static final int NETLINK_SOCK_DIAG = 4;
  public static final int SHUT_RD = 0;
  public static final int SHUT_WR = 1;
  public static final int SO_TYPE = 3;
  public static final int SO_ACCEPTCONN = 30;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_SNDTIMEO = 21;

  public static final int POSIX_SPAWN_SETPGROUP = 0x02;
  public static final int POSIX_SPAWN_SETSIGDEF = 0x04;
  public static final int POSIX_SPAWN_SETSIGMASK = 0x08;
  public static final int POSIX_SPAWN_SETSID = 0x80;

  public static final int SA_NOCLDWAIT = 2;

  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGKILL = 9;
  public static final int SIGPIPE = 13;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGURG = 23;

  public static final int TIOCGWINSZ = 0x5413;
  public static final int TIOCSWINSZ = 0x5414;

  public static final int IGNBRK = 01;
  public static final int BRKINT = 02;
  public static final int PARMRK = 010;
  public static final int ISTRIP = 040;
  public static final int INLCR = 0100;
  public static final int IGNCR = 0200;
  public static final int ICRNL = 0400;
  public static final int IXON = 02000;
  public static final int IUTF8 = 040000;
  public static final int OPOST = 01;
  public static final int CSIZE = 060;
  public static final int CS8 = 060;
  public static final int PARENB = 0400;
  public static final int ISIG = 01;
  public static final int ICANON = 02;
  public static final int ECHO = 010;
  public static final int ECHONL = 0100;
  public static final int IEXTEN = 0100000;
  public static final int VEOF = 4;
  public static final int VTIME = 5;
  public static final int VMIN = 6;

  /**
   * A write of at most this many bytes to a pipe is atomic; {@code POLLOUT} promises room for it.
   */
  public static final int PIPE_BUF = 4096;

  private Constants() {}
}
