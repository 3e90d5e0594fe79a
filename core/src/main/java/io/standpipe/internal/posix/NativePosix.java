package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.callSize;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Posix} by the C library of this machine. Every method is its C namesake, see {@code man}.
 */
final class NativePosix implements Posix {
  static final NativePosix INSTANCE = new NativePosix();

  private static final MemorySegment PIPE2 = symbol("pipe2");
  private static final MemorySegment READ = symbol("read");
  private static final MemorySegment WRITE = symbol("write");
  private static final MemorySegment WRITEV = symbol("writev");
  private static final MemorySegment CLOSE = symbol("close");
  private static final MemorySegment OPEN = symbol("open");
  private static final MemorySegment MKFIFO = symbol("mkfifo");
  private static final MemorySegment UNLINK = symbol("unlink");
  private static final MemorySegment CHMOD = symbol("chmod");
  private static final MemorySegment FCNTL = symbol("fcntl");
  private static final MemorySegment DUP2 = symbol("dup2");
  private static final MemorySegment IOCTL = symbol("ioctl");
  private static final MemorySegment ISATTY = symbol("isatty");
  private static final MemorySegment STATX = symbol("statx");
  private static final MemorySegment ACCESS = symbol("access");
  private static final MemorySegment POLL = symbol("poll");
  private static final MemorySegment EPOLL_CREATE1 = symbol("epoll_create1");
  private static final MemorySegment EPOLL_CTL = symbol("epoll_ctl");
  private static final MemorySegment EPOLL_WAIT = symbol("epoll_wait");
  private static final MemorySegment EVENTFD = symbol("eventfd");
  private static final MemorySegment INOTIFY_INIT1 = symbol("inotify_init1");
  private static final MemorySegment INOTIFY_ADD_WATCH = symbol("inotify_add_watch");
  private static final MemorySegment INOTIFY_RM_WATCH = symbol("inotify_rm_watch");
  private static final MemorySegment TEE = symbol("tee");
  private static final MemorySegment SPLICE = symbol("splice");
  private static final MemorySegment SCHED_YIELD = symbol("sched_yield");
  private static final MemorySegment GETPPID = symbol("getppid");
  private static final MemorySegment SYSCALL = symbol("syscall");
  private static final MemorySegment GETCWD = symbol("getcwd");
  private static final MemorySegment GETENV = symbol("getenv");
  private static final MemorySegment KILL = symbol("kill");
  private static final MemorySegment WAITID = symbol("waitid");
  private static final MemorySegment SOCKET = symbol("socket");
  private static final MemorySegment GETSOCKOPT = symbol("getsockopt");

  /**
   * The same on every architecture, as all numbers are since 5.1; glibc has wrappers since 2.36.
   */
  private static final int SYS_PIDFD_OPEN = 434;

  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int SYS_PIDFD_GETFD = 438;
  private static final int FIONREAD_REQUEST = 0x541b;
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_TYPE_AND_MODE = 3;
  private static final int STX_MODE = 28;
  private static final int SOL_SOCKET = 1;
  private static final int SI_CODE = 8;
  private static final int SI_PID = 16;
  private static final int SI_STATUS = 24;

  private NativePosix() {}

  @Override
  public int pipe2(int[] ends, int flags) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, PIPE2, s.small.address(), flags, 0, 0);
      ends[0] = s.small.get(JAVA_INT, 0);
      ends[1] = s.small.get(JAVA_INT, 4);
      return result;
    }
  }

  @Override
  public int read(int fd, ByteBuffer into) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("a buffer that can be written to expected: " + into);
    }
    try (Scratch s = Scratch.borrow()) {
      if (into.isDirect()) {
        MemorySegment target = memory(into);
        int n = callSize(s, READ, fd, target.address(), target.byteSize(), 0);
        return advance(into, n);
      }
      int length = Math.min(into.remaining(), Scratch.BYTES);
      int n = callSize(s, READ, fd, s.bytes.address(), length, 0);
      if (n > 0) {
        into.put(s.bytes.asByteBuffer().limit(n));
      }
      return n;
    }
  }

  @Override
  public int write(int fd, ByteBuffer from) {
    try (Scratch s = Scratch.borrow()) {
      if (from.isDirect()) {
        MemorySegment source = memory(from);
        int n = callSize(s, WRITE, fd, source.address(), source.byteSize(), 0);
        return advance(from, n);
      }
      int length = Math.min(from.remaining(), Scratch.BYTES);
      s.bytes.asByteBuffer().put(from.duplicate().limit(from.position() + length));
      int n = callSize(s, WRITE, fd, s.bytes.address(), length, 0);
      return advance(from, n);
    }
  }

  @Override
  public int writev(int fd, List<ByteBuffer> from) {
    try (Scratch s = Scratch.borrow()) {
      var vector = new IoVector(s);
      for (ByteBuffer buffer : from) {
        if (!vector.add(buffer)) {
          break;
        }
      }
      int n = callSize(s, WRITEV, fd, vector.address(), vector.count(), 0);
      int left = n;
      for (ByteBuffer buffer : from) {
        left -= advance(buffer, Math.min(left, buffer.remaining()));
      }
      return n;
    }
  }

  /** An address alone does not show that its memory was given back, or is another thread's. */
  static MemorySegment memory(ByteBuffer direct) {
    MemorySegment memory = MemorySegment.ofBuffer(direct);
    if (!memory.scope().isAlive() || !memory.isAccessibleBy(Thread.currentThread())) {
      throw new IllegalStateException(
          "the memory of this buffer was given back, or is another thread's: " + direct);
    }
    return memory;
  }

  private static int advance(ByteBuffer buffer, int n) {
    if (n > 0) {
      buffer.position(buffer.position() + n);
    }
    return n;
  }

  @Override
  public int close(int fd) {
    return plain(CLOSE, fd, 0, 0, 0);
  }

  @Override
  public int open(String path, int flags, int mode) {
    return withPath(OPEN, path, flags, mode);
  }

  @Override
  public int mkfifo(String path, int mode) {
    return withPath(MKFIFO, path, mode, 0);
  }

  @Override
  public int unlink(String path) {
    return withPath(UNLINK, path, 0, 0);
  }

  @Override
  public int chmod(String path, int mode) {
    return withPath(CHMOD, path, mode, 0);
  }

  private static int withPath(MemorySegment function, String path, int b, int c) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      return callInt(s, function, NativeStrings.word(memory, path).address(), b, c, 0);
    }
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    return plain(FCNTL, fd, command, argument, 0);
  }

  @Override
  public int dup2(int from, int to) {
    return plain(DUP2, from, to, 0, 0);
  }

  @Override
  public int fionread(int fd) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, IOCTL, fd, FIONREAD_REQUEST, s.small.address(), 0);
      return result < 0 ? result : s.small.get(JAVA_INT, 0);
    }
  }

  @Override
  public int isatty(int fd) {
    try (Scratch s = Scratch.borrow()) {
      int result = (int) CLibrary.call(s, ISATTY, fd, 0, 0, 0, 0, 0);
      return result == 1 ? 1 : -s.errno.get(JAVA_INT, 0);
    }
  }

  @Override
  public int fileMode(int fd) {
    return statx(fd, "", AT_EMPTY_PATH);
  }

  @Override
  public int fileMode(String path) {
    return statx(AT_FDCWD, path, 0);
  }

  /** {@code struct statx} lies the same on every architecture, {@code struct stat} does not. */
  private static int statx(int fd, String path, int flags) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      long word = NativeStrings.word(memory, path).address();
      long out = s.small.address();
      int r = (int) CLibrary.call(s, STATX, fd, word, flags, STATX_TYPE_AND_MODE, out, 0);
      return r < 0 ? -s.errno.get(JAVA_INT, 0) : s.small.get(JAVA_SHORT, STX_MODE) & 0xffff;
    }
  }

  @Override
  public int access(String path, int mode) {
    return withPath(ACCESS, path, mode, 0);
  }

  @Override
  public int poll(int fd, int events, int timeoutMillis) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, 0, fd);
      s.small.set(JAVA_SHORT, 4, (short) events);
      s.small.set(JAVA_SHORT, 6, (short) 0);
      int result = callInt(s, POLL, s.small.address(), 1, timeoutMillis, 0);
      return result <= 0 ? result : s.small.get(JAVA_SHORT, 6);
    }
  }

  @Override
  public int poll(int fd, int other, int events, int timeoutMillis) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, 0, fd);
      s.small.set(JAVA_INT, 4, events); // and no bits yet that came true, beyond these two bytes
      s.small.set(JAVA_INT, 8, other);
      s.small.set(JAVA_INT, 12, events);
      int result = callInt(s, POLL, s.small.address(), 2, timeoutMillis, 0);
      return result <= 0 ? result : s.small.get(JAVA_SHORT, 6);
    }
  }

  @Override
  public int epoll_create1(int flags) {
    return plain(EPOLL_CREATE1, flags, 0, 0, 0);
  }

  @Override
  public int epoll_ctl(int epoll, int operation, int fd, int events, long data) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, 0, events);
      s.small.set(JAVA_LONG_UNALIGNED, Abi.HERE.epollDataOffset(), data);
      return callInt(s, EPOLL_CTL, epoll, operation, fd, s.small.address());
    }
  }

  @Override
  public int epoll_wait(int epoll, EpollEvents events, int timeoutMillis) {
    try (Scratch s = Scratch.borrow()) {
      long memory = events.memory.address();
      return callInt(s, EPOLL_WAIT, epoll, memory, events.capacity(), timeoutMillis);
    }
  }

  @Override
  public int eventfd(int initial, int flags) {
    return plain(EVENTFD, initial, flags, 0, 0);
  }

  @Override
  public int inotify_init1(int flags) {
    return plain(INOTIFY_INIT1, flags, 0, 0, 0);
  }

  @Override
  public int inotify_add_watch(int fd, String path, int mask) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      long word = NativeStrings.word(memory, path).address();
      return callInt(s, INOTIFY_ADD_WATCH, fd, word, mask, 0);
    }
  }

  @Override
  public int inotify_rm_watch(int fd, int watch) {
    return plain(INOTIFY_RM_WATCH, fd, watch, 0, 0);
  }

  @Override
  public int tee(int from, int to, int length, int flags) {
    try (Scratch s = Scratch.borrow()) {
      return callSize(s, TEE, from, to, length, flags);
    }
  }

  /** Pipes have no offset: the two pointers to one are null. */
  @Override
  public int splice(int from, int to, int length, int flags) {
    try (Scratch s = Scratch.borrow()) {
      long result = CLibrary.call(s, SPLICE, from, 0, to, 0, length, flags);
      return result == -1 ? -s.errno.get(JAVA_INT, 0) : (int) result;
    }
  }

  @Override
  public int posix_openpt(int flags) {
    return NativeTerminal.open(flags);
  }

  @Override
  public int unlockpt(int master) {
    return NativeTerminal.unlock(master);
  }

  @Override
  public int ptsname_r(int master, String[] path) {
    return NativeTerminal.name(master, path);
  }

  @Override
  public int tcgetattr(int fd, Termios into) {
    return NativeTerminal.settings(fd, into);
  }

  @Override
  public int tcsetattr(int fd, Termios to) {
    return NativeTerminal.change(fd, to);
  }

  @Override
  public int tcgetwinsize(int fd, int[] rowsAndColumns) {
    return NativeTerminal.size(fd, rowsAndColumns);
  }

  @Override
  public int tcsetwinsize(int fd, int rows, int columns) {
    return NativeTerminal.resize(fd, rows, columns);
  }

  @Override
  public int posix_spawn(SpawnPlan plan) {
    return NativeSpawn.spawn(plan);
  }

  @Override
  public int sched_yield() {
    return plain(SCHED_YIELD, 0, 0, 0, 0);
  }

  @Override
  public int getppid() {
    return plain(GETPPID, 0, 0, 0, 0);
  }

  @Override
  public @Nullable String getenv(String name) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      long word = NativeStrings.word(memory, name).address();
      long value = CLibrary.call(s, GETENV, word, 0, 0, 0, 0, 0);
      return value == 0 ? null : NativeStrings.text(value);
    }
  }

  @Override
  public String getcwd() {
    try (Scratch s = Scratch.borrow()) {
      long path = CLibrary.call(s, GETCWD, s.bytes.address(), Scratch.BYTES, 0, 0, 0, 0);
      return path == 0 ? "" : NativeStrings.text(path);
    }
  }

  @Override
  public List<String> environ() {
    return NativeSpawn.environ();
  }

  @Override
  public int pidfd_open(int pid) {
    return plain(SYSCALL, SYS_PIDFD_OPEN, pid, 0, 0);
  }

  @Override
  public int pidfd_send_signal(int pidfd, int signal) {
    return plain(SYSCALL, SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0);
  }

  @Override
  public int kill(int pid, int signal) {
    return plain(KILL, pid, signal, 0, 0);
  }

  @Override
  public long waitid(int idType, int id, int options) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, SI_PID, 0);
      int result = callInt(s, WAITID, idType, id, s.small.address(), options);
      if (result < 0 || s.small.get(JAVA_INT, SI_PID) == 0) {
        return result;
      }
      return WaitStatus.pack(s.small.get(JAVA_INT, SI_CODE), s.small.get(JAVA_INT, SI_STATUS));
    }
  }

  @Override
  public int pidfd_getfd(int pidfd, int fd) {
    return plain(SYSCALL, SYS_PIDFD_GETFD, pidfd, fd, 0);
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    return plain(SOCKET, domain, type, protocol, 0);
  }

  @Override
  public int getsockopt(int fd, int option, long[] value) {
    try (Scratch s = Scratch.borrow()) {
      s.small.fill((byte) 0);
      s.small.set(JAVA_INT, 0, 2 * Long.BYTES);
      long out = s.small.address();
      long room = out + Long.BYTES;
      int r = (int) CLibrary.call(s, GETSOCKOPT, fd, SOL_SOCKET, option, room, out, 0);
      value[0] = s.small.get(JAVA_LONG, Long.BYTES);
      value[1] = s.small.get(JAVA_LONG, 2 * Long.BYTES);
      return r < 0 ? -s.errno.get(JAVA_INT, 0) : r;
    }
  }

  private static int plain(MemorySegment function, long a, long b, long c, long d) {
    try (Scratch s = Scratch.borrow()) {
      return callInt(s, function, a, b, c, d);
    }
  }
}
