package io.standpipe;

import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static java.util.Objects.requireNonNull;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.CanIgnoreReturnValue;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.io.Direction;
import io.standpipe.internal.io.FifoFile;
import io.standpipe.internal.io.FifoRendezvous;
import io.standpipe.internal.io.FollowedFifo;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * A named pipe: unrelated programs meet at a path. {@code mkfifo(3)}; the shell's {@code mkfifo},
 * {@code cat} and {@code echo} work on either side.
 *
 * <p><b>Opening is a rendezvous.</b> A reader waits for a writer, a writer for a reader. Both wait
 * parked, with a limit if one is given; an interrupt ends the wait with {@link
 * InterruptedException}.
 *
 * <p><b>End of the stream.</b> A reader sees it when the last writer has closed; the next writer
 * starts another stream, for a reader that opens again. {@link #keepOpen} makes one end that
 * outlives its partners: the reader then waits for the next writer instead. With {@link #follow} it
 * also outlives the fifo.
 *
 * <p>A path that is not a fifo is refused, and a symbolic link too, because a process that can
 * plant one could lead us to another file. Immutable and safe from any thread.
 */
@CheckReturnValue
public final class Fifo {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final int OWNER_READ = 0400;

  private enum Opening {
    RENDEZVOUS,
    KEPT_OPEN,
    FOLLOWED
  }

  private final FifoFile file;
  private final Opening opening;

  private Fifo(FifoFile file, Opening opening) {
    this.file = file;
    this.opening = opening;
  }

  /** The fifo at a path, created by any program; checked when it is opened. */
  public static Fifo at(Path path) {
    requireNonNull(path, "path");
    return at(Platform.posix(), path);
  }

  static Fifo at(Posix posix, Path path) {
    return new Fifo(new FifoFile(posix, path), Opening.RENDEZVOUS);
  }

  /**
   * Creates a fifo that only this user may open.
   *
   * @throws ErrnoException {@code EEXIST} if there is anything at the path
   */
  @CanIgnoreReturnValue
  public static Fifo create(Path path) throws IOException {
    return create(path, OWNER_ONLY);
  }

  /**
   * Creates a fifo with exactly these permissions, whatever the umask.
   *
   * @throws ErrnoException {@code EEXIST} if there is anything at the path
   */
  @CanIgnoreReturnValue
  public static Fifo create(Path path, Set<PosixFilePermission> permissions) throws IOException {
    requireNonNull(path, "path");
    requireNonNull(permissions, "permissions");
    return create(Platform.posix(), path, permissions);
  }

  private static Fifo create(Posix posix, Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    Fifo fifo = at(posix, path);
    fifo.file.create(mode(permissions));
    return fifo;
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
   * The fifo at a path, created for this user alone if there is none: the program that comes first
   * creates it. One that is there must belong to this user, and keeps the permissions that it was
   * given: {@code mkfifo(1)} lets other users read. {@link #at} uses a fifo of any user.
   *
   * @throws IOException if there is something else at the path, or another user's fifo
   */
  @CanIgnoreReturnValue
  public static Fifo createIfAbsent(Path path) throws IOException {
    requireNonNull(path, "path");
    return createIfAbsent(Platform.posix(), path);
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
    existing.file.requireOurs();
    return existing;
  }

  /**
   * This fifo, opened so that the end outlives its partners. Opening then does not wait; a reader
   * never sees the end of the stream, a writer never a broken pipe. Bytes that a writer leaves wait
   * in the fifo while the end is open, up to its capacity.
   */
  public Fifo keepOpen() {
    return new Fifo(file, Opening.KEPT_OPEN);
  }

  /**
   * This fifo, kept open for reading as by {@link #keepOpen}, and followed: if it is removed and
   * another fifo is created at the path, the reader goes on with that one, as {@code tail -F} does
   * with files. What was written into the old one is read, too, up to its last writer's close;
   * bytes of both may come mixed while both have writers. Whatever else is put at the path is
   * ignored.
   *
   * <p>The bytes pass through a pipe of this process, moved by a virtual thread. So up to 64 KiB
   * more than the fifo holds may be on their way, and are lost when the reader is closed. A writer
   * cannot be opened.
   */
  public Fifo follow() {
    return new Fifo(file, Opening.FOLLOWED);
  }

  /** Where it is. */
  public Path path() {
    return file.path();
  }

  /** Opens for reading; blocks until a writer has it open. Interruptible. */
  public PipeReader openReader() throws IOException, InterruptedException {
    return openReader(Deadline.NEVER);
  }

  /**
   * Opens for reading; blocks until a writer has it open, for at most {@code limit}. Interruptible.
   *
   * @throws DeadlineExceededException if no writer comes in time
   */
  public PipeReader openReader(Duration limit) throws IOException, InterruptedException {
    requireNonNull(limit, "limit");
    return openReader(Deadline.after(limit));
  }

  private PipeReader openReader(Deadline deadline) throws IOException, InterruptedException {
    return new PipeReader(
        switch (opening) {
          case RENDEZVOUS -> rendezvous().reader(deadline);
          case KEPT_OPEN -> ReadEnd.own(keptOpen(Direction.READ), toString());
          case FOLLOWED -> FollowedFifo.open(file);
        });
  }

  /** Opens for writing; blocks until a reader has it open. Interruptible. */
  public PipeWriter openWriter() throws IOException, InterruptedException {
    return openWriter(Deadline.NEVER);
  }

  /**
   * Opens for writing; blocks until a reader has it open, for at most {@code limit}. Interruptible.
   *
   * @throws DeadlineExceededException if no reader comes in time
   */
  public PipeWriter openWriter(Duration limit) throws IOException, InterruptedException {
    requireNonNull(limit, "limit");
    return openWriter(Deadline.after(limit));
  }

  private PipeWriter openWriter(Deadline deadline) throws IOException, InterruptedException {
    return new PipeWriter(
        switch (opening) {
          case RENDEZVOUS -> rendezvous().writer(deadline);
          case KEPT_OPEN -> WriteEnd.own(keptOpen(Direction.WRITE), toString());
          case FOLLOWED ->
              throw new IllegalStateException(
                  "a writer does not follow a fifo; open it without follow()");
        });
  }

  private Descriptor keptOpen(Direction direction) throws IOException {
    return Descriptor.own(file.posix(), file.open(O_RDWR | O_NONBLOCK, direction));
  }

  private FifoRendezvous rendezvous() {
    return new FifoRendezvous(file);
  }

  /**
   * Removes the path, if it is a fifo; programs that have it open go on. It removes no other file
   * that was there when it looked; only one that another process moves to the path within the same
   * microseconds, for which that process must be allowed to write to the folder.
   */
  public void delete() throws IOException {
    file.delete();
  }

  /** {@code fifo /run/x}. */
  @Override
  public String toString() {
    return file.toString();
  }
}
