package io.standpipe;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_RDWR;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.Termios;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Our side of a child's terminal: what a person would see and type. Got from {@link
 * Child#terminal}.
 *
 * <p><b>What the child writes</b> is read from {@link #reader}, whichever of its descriptors it
 * wrote to. The end of the stream comes when no process has the terminal open any more, after the
 * last byte: what was written before an exit is not lost.
 *
 * <p><b>What the child reads</b> is written to {@link #writer}, which waits while the terminal is
 * full: it holds about 12 KiB. When no process has the terminal open any more, that is a {@link
 * BrokenPipeException}.
 *
 * <p><b>Closing the writer</b> types what a person would type at the end, if there is such a key.
 * Where the terminal reads by the line, the child reads what was written before, then the end of
 * file. (Ctrl-D is sent twice, for the first only hands over a line that was begun.) A line editor
 * in the child gets Ctrl-D once. Unlike that of a pipe, this end does not last: a program that
 * reads on waits again. A raw terminal has no such key, and the child is told nothing: for an input
 * that ends, give it a pipe, {@code terminal().stdin(Redirect.pipe())}.
 *
 * <p><b>Closing both is hanging up</b>: SIGHUP to the child, and to the foreground group. With the
 * reader alone closed, a child that writes waits as soon as the terminal is full.
 *
 * <p>Safe from any thread.
 */
public final class PseudoTerminal {
  final String path;
  private final PipeReader reader;
  private final PipeWriter writer;

  private PseudoTerminal(String path, PipeReader reader, PipeWriter writer) {
    this.path = path;
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * Opens a new one, or nothing. Reader and writer are two numbers for one description, which is
   * ours alone: so each can be closed by itself, and the last one hangs up.
   */
  static PseudoTerminal open(Posix posix, Terminal terminal, String program) throws ErrnoException {
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
      Termios made = settle(posix, master, terminal, tried);
      Descriptor out = owned(posix, posix.fcntl(master, F_DUPFD_CLOEXEC, 0), tried);
      opened.add(out);
      String name = "terminal of " + program;
      var reader = PipeReader.terminal(in, name);
      var writer = PipeWriter.terminal(out, name);
      var end = new TerminalEnd(in, made);
      out.beforeClose(() -> end.send(out.number()));
      done = true;
      return new PseudoTerminal(path[0], reader, writer);
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

  /** The settings as they are then: the kernel need not take all of them. */
  private static Termios settle(Posix posix, int master, Terminal terminal, String tried)
      throws ErrnoException {
    var settings = new Termios();
    check(posix.tcgetattr(master, settings), tried);
    terminal.applyTo(settings);
    check(posix.tcsetattr(master, settings), tried);
    check(posix.tcgetattr(master, settings), tried);
    check(posix.tcsetwinsize(master, terminal.rows(), terminal.columns()), tried);
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

  /** What the child writes. The child's {@code stdout()}, where that is the terminal. */
  public PipeReader reader() {
    return reader;
  }

  /** What the child reads. The child's {@code stdin()}, where that is the terminal. */
  public PipeWriter writer() {
    return writer;
  }

  /**
   * Changes the size. The foreground group gets SIGWINCH if it is another than before.
   *
   * @param columns 1 to 65535
   * @param rows 1 to 65535
   * @throws ClosedChannelException if both ends are closed
   */
  public void resize(int columns, int rows) throws ErrnoException, ClosedChannelException {
    Terminal.checkSize(columns, rows);
    int result = call((posix, fd) -> posix.tcsetwinsize(fd, rows, columns));
    check(result, "resize " + this);
  }

  /** How many columns it has now; the child may change that, too. */
  public int columns() throws ErrnoException, ClosedChannelException {
    return size()[1];
  }

  /** How many rows it has now. */
  public int rows() throws ErrnoException, ClosedChannelException {
    return size()[0];
  }

  private int[] size() throws ErrnoException, ClosedChannelException {
    var rowsAndColumns = new int[2];
    check(call((posix, fd) -> posix.tcgetwinsize(fd, rowsAndColumns)), "ask the size of " + this);
    return rowsAndColumns;
  }

  private interface Call {
    int on(Posix posix, int fd);
  }

  /** Through whichever end is open. */
  private int call(Call call) throws ClosedChannelException {
    int result = reader.end.call(fd -> call.on(reader.end.posix, fd));
    if (result == -Errno.EBADF) {
      result = writer.end.call(fd -> call.on(writer.end.posix, fd));
    }
    if (result == -Errno.EBADF) {
      throw new ClosedChannelException();
    }
    return result;
  }

  /** {@code terminal of bash (/dev/pts/3)}. */
  @Override
  public String toString() {
    return reader.end.of + " (" + path + ")";
  }
}
