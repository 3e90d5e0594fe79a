package io.standpipe.internal.posix;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The raw calls. Each returns a value ≥ 0, or −errno of that very call. No call throws because of
 * an error of the system, only for a buffer that cannot be used. They are an interface so that a
 * test can make any call fail, be interrupted, or move fewer bytes.
 *
 * <p>Paths and words are strings in the form of {@link CString}, which preserves bytes that are not
 * UTF-8. All calls are safe from any thread. No call retries on {@code EINTR}: its caller decides.
 */
public interface Posix {
  /** Fills {@code ends[0]} (read) and {@code ends[1]} (write). */
  int pipe2(int[] ends, int flags);

  /** Reads at most {@code into.remaining()} bytes and advances the position; 0 is end of file. */
  int read(int fd, ByteBuffer into);

  /** Writes at most {@code from.remaining()} bytes and advances the position by those accepted. */
  int write(int fd, ByteBuffer from);

  /**
   * {@link #write} from several buffers in their order, as one write; only from the first of them
   * if there are many.
   */
  int writev(int fd, List<ByteBuffer> from);

  int close(int fd);

  int open(String path, int flags, int mode);

  int mkfifo(String path, int mode);

  /** A file in memory, which has this name only in /proc. */
  int memfd_create(String name, int flags);

  int unlink(String path);

  int chmod(String path, int mode);

  /** {@code fcntl} with an integer argument: flags, duplicates, pipe capacity. */
  int fcntl(int fd, int command, int argument);

  int dup2(int from, int to);

  /** {@code ioctl(FIONREAD)}: the number of bytes that can be read now. */
  int fionread(int fd);

  /** 1 for a terminal, else −errno. */
  int isatty(int fd);

  /** {@code statx} on an open descriptor: the file type bits and mode, as in {@code st_mode}. */
  int fileMode(int fd);

  /** {@code statx} on a path, following links: the file type bits and mode. */
  int fileMode(String path);

  /** {@code access}: 0 if this process may do {@code mode} with the file. */
  int access(String path, int mode);

  /** {@code poll} on one descriptor: the bits that came true, 0 if the time ran out. */
  int poll(int fd, int events, int timeoutMillis);

  /**
   * {@code poll} on two descriptors: the bits of the first that came true, 0 if the time ran out or
   * only the other is ready.
   */
  int poll(int fd, int other, int events, int timeoutMillis);

  int epoll_create1(int flags);

  int epoll_ctl(int epoll, int operation, int fd, int events, long data);

  /** Blocks until an event comes; fills {@code events} from its start and returns their number. */
  int epoll_wait(int epoll, EpollEvents events, int timeoutMillis);

  int eventfd(int initial, int flags);

  int inotify_init1(int flags);

  int inotify_add_watch(int fd, String path, int mask);

  int inotify_rm_watch(int fd, int watch);

  /** Duplicates up to {@code length} queued bytes from one pipe into another, consuming none. */
  int tee(int from, int to, int length, int flags);

  /** Moves up to {@code length} bytes from one pipe into another; 0 at the end of the stream. */
  int splice(int from, int to, int length, int flags);

  /** Opens a new pseudo-terminal: its master, the side of the program that controls it. */
  int posix_openpt(int flags);

  /** {@code grantpt} and {@code unlockpt}: allow the other side to be opened. */
  int unlockpt(int master);

  /** Fills {@code path[0]} with the file of the other side; −ENOTTY if it is not a master. */
  int ptsname_r(int master, String[] path);

  int tcgetattr(int fd, Termios into);

  /** Takes effect at once ({@code TCSANOW}); on a master it has the effect of the other side. */
  int tcsetattr(int fd, Termios to);

  /** {@code ioctl(TIOCGWINSZ)}: fills in rows and columns. */
  int tcgetwinsize(int fd, int[] rowsAndColumns);

  /** {@code ioctl(TIOCSWINSZ)}: the terminal's foreground process group gets SIGWINCH. */
  int tcsetwinsize(int fd, int rows, int columns);

  /** {@code posix_spawn}: the pid, or −errno, which may be the error of exec. */
  int posix_spawn(SpawnPlan plan);

  /**
   * Gives the processor to another thread that is ready to run on it; returns at once if there is
   * none.
   */
  int sched_yield();

  /**
   * The pid of the parent, or of the process that has adopted this one since the parent died; 0 if
   * that process cannot be seen from this pid namespace.
   */
  int getppid();

  /**
   * {@code sigaction}.
   *
   * @param to what the signal is to do from now on, or null to change nothing
   * @param from is filled with what it did before
   */
  int sigaction(int signal, @Nullable SignalAction to, SignalAction from);

  int pidfd_open(int pid);

  /**
   * {@code pidfd_send_signal}.
   *
   * @param flags 0, or {@link Constants#PIDFD_SIGNAL_PROCESS_GROUP} for the group that the process
   *     led when the pidfd was opened; −EINVAL before Linux 6.9
   */
  int pidfd_send_signal(int pidfd, int signal, int flags);

  /**
   * {@code kill}. Only for this process itself, and for a child of it that was not reaped yet:
   * until then no other process can have its number.
   */
  int kill(int pid, int signal);

  /**
   * {@code waitid} on a child.
   *
   * @param idType {@link Constants#P_PID} or {@link Constants#P_PIDFD}
   * @return −errno; 0 if the child has not ended ({@code WNOHANG}); else {@link WaitStatus} bits
   */
  long waitid(int idType, int id, int options);

  /**
   * Duplicates a descriptor of another process, close-on-exec. The duplicate shares the open file
   * description; the file is not opened again. The kernel allows it to a process that may trace the
   * other.
   */
  int pidfd_getfd(int pidfd, int fd);

  int socket(int domain, int type, int protocol);

  /** Fills {@code ends[0]} and {@code ends[1]} with two sockets that are connected. */
  int socketpair(int domain, int type, int[] ends);

  /** Ends one direction of a connected socket, or both, for all that share it. */
  int shutdown(int fd, int how);

  /** {@code getsockopt} on {@code SOL_SOCKET}; fills {@code value} from its start, two words. */
  int getsockopt(int fd, int option, long[] value);

  /** This process's directory: an absolute path, or empty if the system cannot tell. */
  String getcwd();

  /** The value of one variable of this process's own environment, or null. */
  @Nullable String getenv(String name);

  /** This process's own {@code NAME=value} words, as a child would inherit them now. */
  List<String> environ();
}
