package io.standpipe;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.io.PtySettings;

/**
 * The terminal that a child gets: how large it is, and what it does to the bytes that pass. Given
 * to {@link Command#terminal(Terminal)}, {@link Redirect#terminal}. Immutable.
 *
 * <p>{@link #raw} does nothing to them: every byte arrives as it is, both ways, at once, as through
 * a pipe. {@link #cooked} is what people sit at, with all that the kernel does for them:
 *
 * <ul>
 *   <li>Input reaches the child by the line, and a line has <b>at most 4095 bytes</b>: the kernel
 *       drops what is over, and says nothing.
 *   <li>What is written to the child comes back as its echo.
 *   <li>The child's {@code \n} arrives as {@code \r\n}.
 *   <li>{@code \x03} is Ctrl-C and sends SIGINT to the foreground group, {@code \x1c} SIGQUIT,
 *       {@code \x1a} SIGTSTP; {@code \x04} at the start of a line is the end of the input; others
 *       erase, stop the output, and more: termios(3).
 * </ul>
 *
 * <p>These are the settings that the child starts with. It may change them, and one with a line
 * editor does, such as {@code bash -i}.
 */
@CheckReturnValue
public final class Terminal {
  private static final int MOST = 0xffff;

  private final PtySettings settings;

  private Terminal(PtySettings settings) {
    this.settings = settings;
  }

  /** Every byte passes as it is; no echo. 80 columns, 24 rows. */
  public static Terminal raw() {
    return new Terminal(PtySettings.RAW);
  }

  /** By the line, with echo and with characters that send signals. 80 columns, 24 rows. */
  public static Terminal cooked() {
    return new Terminal(PtySettings.COOKED);
  }

  /** Of another size, 1 to 65535 each way; the child is free to look. */
  public Terminal size(int newColumns, int newRows) {
    checkSize(newColumns, newRows);
    return new Terminal(settings.withSize(newColumns, newRows));
  }

  static void checkSize(int columns, int rows) {
    if (columns < 1 || columns > MOST || rows < 1 || rows > MOST) {
      throw new IllegalArgumentException(
          "from 1 to " + MOST + " columns and rows expected: " + columns + " by " + rows);
    }
  }

  /** Whether what is written to the child comes back. */
  public Terminal echo(boolean on) {
    return new Terminal(settings.withEcho(on));
  }

  /**
   * Whether {@code \x03}, {@code \x1c} and {@code \x1a} send signals to the foreground group, and
   * do not reach the child as bytes.
   */
  public Terminal signals(boolean on) {
    return new Terminal(settings.withSignals(on));
  }

  /**
   * Whether a return stands before each newline that the child writes, as a screen needs it.
   * Without them a cooked terminal is one for programs to talk through: lines, signals, an end of
   * the input.
   */
  public Terminal returns(boolean on) {
    return new Terminal(settings.withReturns(on));
  }

  /** How many columns it has at the start. */
  public int columns() {
    return settings.columns();
  }

  /** How many rows it has at the start. */
  public int rows() {
    return settings.rows();
  }

  PtySettings settings() {
    return settings;
  }

  /** {@code raw terminal, 80 by 24}. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
