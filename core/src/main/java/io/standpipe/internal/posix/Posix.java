package io.standpipe.internal.posix;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The raw calls. Each returns a value ≥ 0, or −errno of that very call; none throws for what the
 * system says, only for a buffer that cannot be used. They stand behind an interface so that a test
 * can make any of them fail, be interrupted or fall short.
 *
 * <p>Paths and words are strings in the form of {@link CString}: bytes that are not UTF-8 survive.
 * All calls are safe from any thread. None retries on {@code EINTR}: callers decide.
 */
public interface Posix {
  /** Fills {@code ends[0]} (read) and {@code ends[1]} (write). */
  int pipe2(int[] ends, int flags);

  /** Reads at most {@code into.remaining()} bytes and advances the position; 0 is end of file. */
  int read(int fd, ByteBuffer into);

  /** Writes at most {@code from.remaining()} bytes and advances the position by those accepted. */
  int write(int fd, ByteBuffer from);

  /**
   * The same from several buffers, in their order, as one write. Some of them, if they are many.
   */
  int writev(int fd, List<ByteBuffer> from);

  int close(int fd);

  int open(String path, int flags, int mode);

  int mkfifo(String path, int mode);

  int unlink(String path);

  int chmod(String path, int mode);

  /** {@code fcntl} with an integer argument: flags, duplicates, pipe capacity. */
  int fcntl(int fd, int command, int argument);

  int dup2(int from, int to);

  /** {@code ioctl(FIONREAD)}: bytes that lie ready to be read. */
  int fionread(int fd);

  /** 1 for a terminal, else −errno. */
  int isatty(int fd);

  /** {@code statx} on an open descriptor: the file type bits and mode, as in {@code st_mode}. */
  int fileMode(int fd);

  /** The same for what a path names, links followed. */
  int fileMode(String path);

  /** {@code access}: 0 when this process may do {@code mode} with the file. */
  int access(String path, int mode);

  /** {@code poll} on one descriptor: the bits that came true, 0 when the time ran out. */
  int poll(int fd, int events, int timeoutMillis);

  /**
   * {@code poll} on two: those bits of the first; 0 when the time ran out or the other is ready.
   */
  int poll(int fd, int other, int events, int timeoutMillis);

  int epoll_create1(int flags);

  int epoll_ctl(int epoll, int operation, int fd, int events, long data);

  /** Blocks until an event comes; fills {@code events} from its start and returns how many. */
  int epoll_wait(int epoll, EpollEvents events, int timeoutMillis);

  int eventfd(int initial, int flags);

  int inotify_init1(int flags);

  int inotify_add_watch(int fd, String path, int mask);

  int inotify_rm_watch(int fd, int watch);

  /** Duplicates up to {@code length} queued bytes from one pipe into another, consuming none. */
  int tee(int from, int to, int length, int flags);

  /** Moves up to {@code length} bytes from one pipe into another; 0 at the end of the stream. */
  int splice(int from, int to, int length, int flags);

  /** Opens a pseudo-terminal's side of ours, its master. */
  int posix_openpt(int flags);

  /** {@code grantpt}, {@code unlockpt}: the other side may be opened from now on. */
  int unlockpt(int master);

  /** Fills {@code path[0]} with the file that is the other side. −ENOTTY where it is no master. */
  int ptsname_r(int master, String[] path);

  int tcgetattr(int fd, Termios into);

  /** At once ({@code TCSANOW}). On a master it changes the terminal as on the other side. */
  int tcsetattr(int fd, Termios to);

  /** {@code ioctl(TIOCGWINSZ)}: fills rows, columns. */
  int tcgetwinsize(int fd, int[] rowsAndColumns);

  /** {@code ioctl(TIOCSWINSZ)}: the terminal's foreground group gets SIGWINCH. */
  int tcsetwinsize(int fd, int rows, int columns);

  /** {@code posix_spawn}: the pid, or −errno, that of a failed exec included. */
  int posix_spawn(SpawnPlan plan);

  /**
   * Gives the processor to another thread that is to run on it; returns at once if there is none.
   */
  int sched_yield();

  /** The parent's pid; another one's once it has died, 0 where it cannot be seen from here. */
  int getppid();

  int pidfd_open(int pid);

  int pidfd_send_signal(int pidfd, int signal);

  /**
   * {@code kill}: for a child of ours that was not reaped, so that the number is surely its own.
   */
  int kill(int pid, int signal);

  /**
   * {@code waitid} on a child.
   *
   * @param idType {@link Constants#P_PID} or {@link Constants#P_PIDFD}
   * @return −errno; 0 when the child has not ended ({@code WNOHANG}); else {@link WaitStatus} bits
   */
  long waitid(int idType, int id, int options);

  /**
   * A duplicate of another process's descriptor, close-on-exec: of its very description, not a new
   * opening. The kernel allows it to whoever may trace that process.
   */
  int pidfd_getfd(int pidfd, int fd);

  int socket(int domain, int type, int protocol);

  /** {@code getsockopt} on {@code SOL_SOCKET}; fills {@code value} from its start, two words. */
  int getsockopt(int fd, int option, long[] value);

  /** This process's directory: absolute, or empty where it is not to be had. */
  String getcwd();

  /** The value of one variable of this process's own environment, or null. */
  @Nullable String getenv(String name);

  /** This process's own {@code NAME=value} words, as a child would inherit them now. */
  List<String> environ();

  /** Whether 0, 1 or 2 was open when this library was first used; true for any other number. */
  static boolean wasOpen(int fd) {
    return Platform.wasOpen(fd);
  }

  /**
   * The calls into the C library of this machine.
   *
   * @throws UnsupportedOperationException where this is no system that Standpipe runs on
   */
  static Posix system() {
    Platform.require();
    return NativePosix.INSTANCE;
  }
}
