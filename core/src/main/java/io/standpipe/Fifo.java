package io.standpipe;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_PATH;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static java.util.Objects.requireNonNull;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Abi;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * A named pipe: unrelated programs meet at a path. {@code mkfifo(3)}; the shell's {@code mkfifo},
 * {@code cat} and {@code echo} work on either side.
 *
 * <p><b>Opening is a meeting.</b> A reader waits for a writer, a writer for a reader. Both wait
 * with a limit, parked; an interrupt ends the wait with {@link InterruptedException}.
 *
 * <p><b>End of the stream.</b> A reader sees it when the last writer has closed; the next writer
 * starts another stream, for whoever opens again. {@link #keepOpen} makes one end that outlives its
 * partners: the reader then waits for the next writer instead.
 *
 * <p>A path that is not a fifo is refused, a symbolic link too: who can plant one could lead us to
 * another file. Immutable and safe from any thread.
 */
public final class Fifo {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final String EMPTY = "the path is empty; say where the fifo is to be";
  private static final String NO_FOLDER = "a part of the path is not a folder";
  private static final int OWNER_READ = 0400;
  private static final int PERMISSIONS = 07777;

  private final Posix posix;
  private final Path path;
  private final boolean keepOpen;

  private Fifo(Posix posix, Path path, boolean keepOpen) {
    this.posix = posix;
    this.path = path;
    this.keepOpen = keepOpen;
  }

  /** The fifo at a path, made by whoever; looked at when it is opened. */
  public static Fifo at(Path path) {
    requireNonNull(path, "path");
    return at(Posix.system(), path);
  }

  static Fifo at(Posix posix, Path path) {
    return new Fifo(posix, path, false);
  }

  /**
   * Makes a fifo that only this user may open.
   *
   * @throws ErrnoException {@code EEXIST} if there is anything at the path
   */
  public static Fifo create(Path path) throws IOException {
    requireNonNull(path, "path");
    return create(Posix.system(), path, OWNER_ONLY);
  }

  /** Makes a fifo with exactly these permissions, whatever the umask. */
  public static Fifo create(Path path, Set<PosixFilePermission> permissions) throws IOException {
    requireNonNull(path, "path");
    requireNonNull(permissions, "permissions");
    return create(Posix.system(), path, permissions);
  }

  private static Fifo create(Posix posix, Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    Fifo fifo = at(posix, path);
    int result = posix.mkfifo(Escaping.word(path), 0600);
    if (result < 0) {
      throw new ErrnoException("create fifo " + path, -result, fifo.creationAdvice(-result));
    }
    fifo.setMode(mode(permissions));
    return fifo;
  }

  /**
   * The umask may have taken bits away. What was created is changed, by its descriptor: at the path
   * there may be another file by now.
   */
  private void setMode(int mode) throws ErrnoException {
    boolean done = false;
    try {
      int fd = openChecked(O_PATH, "create %s");
      try {
        boolean right = (posix.fileMode(fd) & PERMISSIONS) == mode;
        int result = right ? 0 : posix.chmod("/proc/self/fd/" + fd, mode);
        if (result < 0) {
          throw new ErrnoException("set the permissions of " + this, -result);
        }
        done = true;
      } finally {
        posix.close(fd);
      }
    } finally {
      if (!done) {
        posix.unlink(Escaping.word(path));
      }
    }
  }

  /** The bits of chmod(2), from the nine letters that ls(1) shows. */
  private static int mode(Set<PosixFilePermission> permissions) {
    String letters = PosixFilePermissions.toString(permissions);
    int mode = 0;
    for (int i = 0; i < letters.length(); i++) {
      mode |= letters.charAt(i) == '-' ? 0 : OWNER_READ >> i;
    }
    return mode;
  }

  /**
   * The fifo at a path, made for this user alone if there is none: whoever comes first creates it.
   *
   * @throws IOException if there is something else at the path
   */
  public static Fifo createIfAbsent(Path path) throws IOException {
    requireNonNull(path, "path");
    return createIfAbsent(Posix.system(), path);
  }

  static Fifo createIfAbsent(Posix posix, Path path) throws IOException {
    try {
      return create(posix, path, OWNER_ONLY);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    Fifo existing = at(posix, path);
    posix.close(existing.openChecked(O_PATH, "use %s"));
    return existing;
  }

  /**
   * The same fifo, opened so that the end outlives its partners. Opening then waits for nobody; a
   * reader never sees the end of the stream, a writer never a broken pipe. Bytes that a writer
   * leaves wait in the fifo while the end is open, up to its capacity.
   */
  public Fifo keepOpen() {
    return new Fifo(posix, path, true);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Opens for reading; blocks until a writer has it open. Interruptible. */
  public PipeReader openReader() throws IOException, InterruptedException {
    return openReader(Deadline.NEVER);
  }

  /** The same with a limit: {@link DeadlineExceededException} if no writer comes in time. */
  public PipeReader openReader(Duration limit) throws IOException, InterruptedException {
    requireNonNull(limit, "limit");
    return openReader(Deadline.after(limit));
  }

  private PipeReader openReader(Deadline deadline) throws IOException, InterruptedException {
    int access = keepOpen ? O_RDWR : O_RDONLY;
    int fd = openChecked(access | O_NONBLOCK, "open %s for reading");
    PipeReader reader = PipeReader.own(posix, fd, toString());
    if (!keepOpen) {
      FifoRendezvous.awaitWriter(this, reader, deadline);
    }
    return reader;
  }

  /** Opens for writing; blocks until a reader has it open. Interruptible. */
  public PipeWriter openWriter() throws IOException, InterruptedException {
    return openWriter(Deadline.NEVER);
  }

  /** The same with a limit: {@link DeadlineExceededException} if no reader comes in time. */
  public PipeWriter openWriter(Duration limit) throws IOException, InterruptedException {
    requireNonNull(limit, "limit");
    return openWriter(Deadline.after(limit));
  }

  private PipeWriter openWriter(Deadline deadline) throws IOException, InterruptedException {
    int fd =
        keepOpen
            ? openChecked(O_RDWR | O_NONBLOCK, "open %s for writing")
            : FifoRendezvous.awaitReader(this, deadline);
    return PipeWriter.own(posix, fd, toString());
  }

  /** Removes the path, if it is a fifo; programs that have it open go on. */
  public void delete() throws IOException {
    posix.close(openChecked(O_PATH, "delete %s"));
    int result = posix.unlink(Escaping.word(path));
    if (result < 0) {
      throw new ErrnoException("delete " + this, -result, folderAdvice(-result));
    }
  }

  /** Opens without following a link, without waiting, and makes sure that it is a fifo. */
  int openChecked(int flags, String tried) throws ErrnoException {
    int fd = open(flags);
    if (fd < 0) {
      throw openingFailed(tried, -fd);
    }
    return fd;
  }

  /** {@code tried} has a {@code %s} for the fifo. */
  ErrnoException openingFailed(String tried, int errno) {
    boolean toUse = tried.startsWith("open");
    String advice =
        errno == Errno.ENOENT && toUse && !isEmpty()
            ? "there is nothing at this path; create it first, by Fifo.create(…) or mkfifo(1)"
            : openingAdvice(errno);
    return new ErrnoException(tried.formatted(this), errno, advice);
  }

  /** The same, but the errno as a result; for something that is no fifo it throws all the same. */
  int open(int flags) throws ErrnoException {
    int nofollow = Abi.HERE.O_NOFOLLOW();
    int fd = posix.open(Escaping.word(path), flags | nofollow | O_NOCTTY | O_CLOEXEC, 0);
    if (fd < 0) {
      return fd;
    }
    int mode = posix.fileMode(fd);
    if (mode < 0) {
      posix.close(fd);
      return mode;
    }
    if ((mode & S_IFMT) != S_IFIFO) {
      posix.close(fd);
      throw new ErrnoException(
          "use " + this, Errno.EINVAL, "there is a file of another kind at this path, not a fifo");
    }
    return fd;
  }

  private String creationAdvice(int errno) {
    return switch (errno) {
      case Errno.EEXIST -> "use what is there, or delete it first";
      case Errno.ENOENT -> absenceAdvice();
      case Errno.ENOTDIR -> NO_FOLDER;
      case Errno.EPERM -> unfitAdvice();
      default -> folderAdvice(errno);
    };
  }

  /** Where the folder is there, it is in a file system that has its own idea of files: /proc. */
  private String absenceAdvice() {
    if (isEmpty()) {
      return EMPTY;
    }
    Path parent = path.toAbsolutePath().getParent();
    return parent != null && Files.isDirectory(parent)
        ? unfitAdvice()
        : "create the folder " + parent + " first";
  }

  private String unfitAdvice() {
    return "no fifo can be made in "
        + path.toAbsolutePath().getParent()
        + "; choose another folder, one for files, such as "
        + System.getProperty("java.io.tmpdir");
  }

  private boolean isEmpty() {
    return path.toString().isEmpty();
  }

  private String folderAdvice(int errno) {
    return errno == Errno.EACCES || errno == Errno.EPERM
        ? "this user may not write to " + path.toAbsolutePath().getParent()
        : "";
  }

  private String openingAdvice(int errno) {
    return switch (errno) {
      case Errno.ENOENT -> isEmpty() ? EMPTY : "there is nothing at this path";
      case Errno.ELOOP -> "it is a symbolic link; give the path of the fifo itself";
      case Errno.EACCES -> "its permissions do not let this user in";
      case Errno.ENOTDIR -> NO_FOLDER;
      default -> "";
    };
  }

  /** {@code fifo /run/x}. */
  @Override
  public String toString() {
    return "fifo " + path;
  }
}
