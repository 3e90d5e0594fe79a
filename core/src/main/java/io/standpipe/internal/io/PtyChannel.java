package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_RDWR;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.Termios;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Our side of a pseudo-terminal. Reader and writer are two numbers for one description, which is
 * ours alone: so each can be closed by itself, and closing the last one hangs up. What closing the
 * writer does to the child: {@link PtyEndOfInput}.
 */
public final class PtyChannel {
  private final String path;
  private final ReadEnd reader;
  private final WriteEnd writer;

  private PtyChannel(String path, ReadEnd reader, WriteEnd writer) {
    this.path = path;
    this.reader = reader;
    this.writer = writer;
  }

  /** Opens a new one, or nothing. */
  public static PtyChannel open(Posix posix, PtySettings wanted, String program)
      throws ErrnoException {
    String tried = "open a terminal for " + program;
    List<Descriptor> opened = new ArrayList<>();
    boolean done = false;
    try {
      Descriptor in = owned(posix, posix.posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), tried);
      opened.add(in);
      int master = in.number();
      var path = new String[1];
      check(posix.unlockpt(master), tried);
      check(posix.ptsname_r(master, path), tried);
      Termios made = settle(posix, master, wanted, tried);
      Descriptor out = owned(posix, posix.fcntl(master, F_DUPFD_CLOEXEC, 0), tried);
      opened.add(out);
      String name = "terminal of " + program;
      ReadEnd reader = ReadEnd.ofTerminal(in, name);
      WriteEnd writer = WriteEnd.ofTerminal(out, name);
      var end = new PtyEndOfInput(in, made);
      out.beforeClose(() -> end.send(out.number()));
      done = true;
      return new PtyChannel(path[0], reader, writer);
    } finally {
      if (!done) {
        opened.forEach(Descriptor::close);
      }
    }
  }

  private static Descriptor owned(Posix posix, int number, String tried) throws ErrnoException {
    check(number, tried);
    return Descriptor.own(posix, number);
  }

  /** Returns the settings as they are then: the kernel need not take all of them. */
  private static Termios settle(Posix posix, int master, PtySettings wanted, String tried)
      throws ErrnoException {
    var settings = new Termios();
    check(posix.tcgetattr(master, settings), tried);
    wanted.applyTo(settings);
    check(posix.tcsetattr(master, settings), tried);
    check(posix.tcgetattr(master, settings), tried);
    check(posix.tcsetwinsize(master, wanted.rows(), wanted.columns()), tried);
    return settings;
  }

  private static void check(int result, String tried) throws ErrnoException {
    switch (-result) {
      case Errno.ENOENT ->
          throw new ErrnoException(tried, Errno.ENOENT, "there is no /dev/ptmx; mount devpts");
      case Errno.ENOSPC ->
          throw new ErrnoException(
              tried, Errno.ENOSPC, "all terminals are in use; see /proc/sys/kernel/pty/max");
      default -> {
        if (result < 0) {
          throw new ErrnoException(tried, -result);
        }
      }
    }
  }

  /** The terminal's file, for the child to open. */
  public String path() {
    return path;
  }

  public ReadEnd reader() {
    return reader;
  }

  public WriteEnd writer() {
    return writer;
  }

  /** Changes the size. */
  public void resize(int columns, int rows) throws ErrnoException, ClosedChannelException {
    check(call((posix, fd) -> posix.tcsetwinsize(fd, rows, columns)), "resize " + this);
  }

  /** Rows and columns now. */
  public int[] size() throws ErrnoException, ClosedChannelException {
    var rowsAndColumns = new int[2];
    check(call((posix, fd) -> posix.tcgetwinsize(fd, rowsAndColumns)), "ask the size of " + this);
    return rowsAndColumns;
  }

  /** The settings now, which are those of the child's side. */
  public Termios settings() throws ErrnoException, ClosedChannelException {
    var now = new Termios();
    check(call((posix, fd) -> posix.tcgetattr(fd, now)), "ask the settings of " + this);
    return now;
  }

  private interface Call {
    int on(Posix posix, int fd);
  }

  /** Runs a call through whichever end is open. */
  private int call(Call call) throws ClosedChannelException {
    int result = reader.call(fd -> call.on(reader.posix, fd));
    if (result == -Errno.EBADF) {
      result = writer.call(fd -> call.on(writer.posix, fd));
    }
    if (result == -Errno.EBADF) {
      throw new ClosedChannelException();
    }
    return result;
  }

  /** {@code terminal of bash (/dev/pts/3)}. */
  @Override
  public String toString() {
    return reader.of() + " (" + path + ")";
  }
}
