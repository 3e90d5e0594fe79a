package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static io.standpipe.internal.posix.Constants.TIOCGWINSZ;
import static io.standpipe.internal.posix.Constants.TIOCSWINSZ;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** The calls of {@link Posix} about pseudo-terminals. */
final class NativeTerminal {
  private static final MemorySegment OPENPT = symbol("posix_openpt");
  private static final MemorySegment GRANTPT = symbol("grantpt");
  private static final MemorySegment UNLOCKPT = symbol("unlockpt");
  private static final MemorySegment PTSNAME = symbol("ptsname_r");
  private static final MemorySegment TCGETATTR = symbol("tcgetattr");
  private static final MemorySegment TCSETATTR = symbol("tcsetattr");
  private static final MemorySegment IOCTL = symbol("ioctl");

  private static final int LONGEST_NAME = 256;
  private static final int TCSANOW = 0;
  private static final int WINSIZE_BYTES = 8;
  private static final int WS_ROW = 0;
  private static final int WS_COL = 2;

  private NativeTerminal() {}

  static int open(int flags) {
    try (Scratch s = Scratch.borrow()) {
      return callInt(s, OPENPT, flags, 0, 0, 0);
    }
  }

  static int unlock(int master) {
    try (Scratch s = Scratch.borrow()) {
      int granted = callInt(s, GRANTPT, master, 0, 0, 0);
      return granted < 0 ? granted : callInt(s, UNLOCKPT, master, 0, 0, 0);
    }
  }

  /** {@code ptsname_r} returns its error, and sets errno as well only on some systems. */
  static int name(int master, String[] path) {
    try (Scratch s = Scratch.borrow()) {
      long text = s.small.address();
      int error = (int) CLibrary.call(s, PTSNAME, master, text, LONGEST_NAME, 0, 0, 0);
      if (error == 0) {
        path[0] = NativeStrings.text(text);
      }
      return -error;
    }
  }

  static int settings(int fd, Termios into) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, TCGETATTR, fd, s.small.address(), 0, 0);
      if (result == 0) {
        MemorySegment.copy(s.small, JAVA_BYTE, 0, into.bytes, 0, Termios.BYTES);
      }
      return result;
    }
  }

  static int change(int fd, Termios to) {
    try (Scratch s = Scratch.borrow()) {
      MemorySegment.copy(to.bytes, 0, s.small, JAVA_BYTE, 0, Termios.BYTES);
      return callInt(s, TCSETATTR, fd, TCSANOW, s.small.address(), 0);
    }
  }

  static int size(int fd, int[] rowsAndColumns) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, IOCTL, fd, TIOCGWINSZ, s.small.address(), 0);
      rowsAndColumns[0] = s.small.get(JAVA_SHORT, WS_ROW) & 0xffff;
      rowsAndColumns[1] = s.small.get(JAVA_SHORT, WS_COL) & 0xffff;
      return result;
    }
  }

  static int resize(int fd, int rows, int columns) {
    try (Scratch s = Scratch.borrow()) {
      s.small.asSlice(0, WINSIZE_BYTES).fill((byte) 0);
      s.small.set(JAVA_SHORT, WS_ROW, (short) rows);
      s.small.set(JAVA_SHORT, WS_COL, (short) columns);
      return callInt(s, IOCTL, fd, TIOCSWINSZ, s.small.address(), 0);
    }
  }
}
