package io.standpipe;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.PtyChannel;
import io.standpipe.internal.posix.Termios;
import java.nio.channels.ClosedChannelException;

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
 * If the terminal reads by the line, the child reads what was written before, then the end of file.
 * (Ctrl-D is sent twice, because the first one only hands over a line that was begun.) A line
 * editor in the child gets Ctrl-D once. Unlike that of a pipe, this end does not last: a program
 * that reads on waits again. A raw terminal has no such key, so the child is told nothing. For an
 * input that ends, give it a pipe: {@code terminal().stdin(Redirect.pipe())}.
 *
 * <p><b>Closing both is hanging up</b>: SIGHUP to the child, and to the foreground group. With the
 * reader alone closed, a child that writes waits as soon as the terminal is full.
 *
 * <p>Safe from any thread.
 */
public final class PseudoTerminal {
  private final PtyChannel channel;
  private final PipeReader reader;
  private final PipeWriter writer;

  PseudoTerminal(PtyChannel channel) {
    this.channel = channel;
    this.reader = new PipeReader(channel.reader());
    this.writer = new PipeWriter(channel.writer());
  }

  /** What the child writes. The child's {@code stdout()}, if that is the terminal. */
  public PipeReader reader() {
    return reader;
  }

  /** What the child reads. The child's {@code stdin()}, if that is the terminal. */
  public PipeWriter writer() {
    return writer;
  }

  /**
   * Changes the size. The foreground group gets SIGWINCH if it differs from before.
   *
   * @param columns 1 to 65535
   * @param rows 1 to 65535
   * @throws ClosedChannelException if both ends are closed
   */
  public void resize(int columns, int rows) throws ErrnoException, ClosedChannelException {
    Terminal.checkSize(columns, rows);
    channel.resize(columns, rows);
  }

  /** How many columns it has now; the child may change that, too. */
  public int columns() throws ErrnoException, ClosedChannelException {
    return channel.size()[1];
  }

  /** How many rows it has now. */
  public int rows() throws ErrnoException, ClosedChannelException {
    return channel.size()[0];
  }

  /**
   * Whether the terminal itself sends back what is written to it, now. The child may change that at
   * any time. A line editor switches it off and echoes by itself.
   */
  public boolean echoes() throws ErrnoException, ClosedChannelException {
    return channel.settings().echoes();
  }

  /**
   * Whether the child takes its input by the line and without an echo, now: so does a program that
   * asks for a password. It may do so a moment after its prompt has come, and what was typed before
   * is echoed. False for a raw terminal and for a line editor.
   */
  public boolean hidesInput() throws ErrnoException, ClosedChannelException {
    Termios now = channel.settings();
    return now.isCanonical() && !now.echoes();
  }

  /** {@code terminal of bash (/dev/pts/3)}. */
  @Override
  public String toString() {
    return channel.toString();
  }
}
