package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.ECHO;
import static io.standpipe.internal.posix.Constants.ISIG;
import static io.standpipe.internal.posix.Constants.IUTF8;

import io.standpipe.internal.posix.Termios;

/** What a new terminal is like: its size, and what the kernel does to the bytes that pass. */
public record PtySettings(
    int columns, int rows, LineMode mode, boolean echo, boolean signals, boolean returns) {
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;

  /** Every byte passes as it is, both ways. */
  public static final PtySettings RAW =
      new PtySettings(COLUMNS, ROWS, LineMode.RAW, false, false, false);

  /** By the line, with echo and with characters that send signals. */
  public static final PtySettings COOKED =
      new PtySettings(COLUMNS, ROWS, LineMode.COOKED, true, true, true);

  /** Whether the kernel collects lines. */
  public enum LineMode {
    RAW,
    COOKED
  }

  public PtySettings withSize(int newColumns, int newRows) {
    return new PtySettings(newColumns, newRows, mode, echo, signals, returns);
  }

  public PtySettings withEcho(boolean on) {
    return new PtySettings(columns, rows, mode, on, signals, returns);
  }

  public PtySettings withSignals(boolean on) {
    return new PtySettings(columns, rows, mode, echo, on, returns);
  }

  public PtySettings withReturns(boolean on) {
    return new PtySettings(columns, rows, mode, echo, signals, on);
  }

  /** Changes the kernel's settings for a new terminal to these. Text here is UTF-8. */
  void applyTo(Termios settings) {
    if (mode == LineMode.RAW) {
      settings.makeRaw();
    }
    if (!returns) {
      settings.passOutput();
    }
    settings.input(IUTF8);
    settings.local(ECHO, echo);
    settings.local(ISIG, signals);
  }

  /** {@code raw terminal, 80 by 24}. */
  @Override
  public String toString() {
    String kind = mode == LineMode.RAW ? "raw" : "cooked";
    return kind + " terminal, " + columns + " by " + rows;
  }
}
