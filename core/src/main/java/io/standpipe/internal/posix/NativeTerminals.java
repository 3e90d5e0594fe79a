package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callForError;
import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static io.standpipe.internal.posix.Constants.TIOCGWINSZ;
import static io.standpipe.internal.posix.Constants.TIOCSWINSZ;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** The calls of {@link Posix} about terminals and pseudo-terminals. */
interface NativeTerminals extends Posix {
  MemorySegment OPENPT = symbol("posix_openpt");
  MemorySegment GRANTPT = symbol("grantpt");
  MemorySegment UNLOCKPT = symbol("unlockpt");
  MemorySegment PTSNAME = symbol("ptsname_r");
  MemorySegment TCGETATTR = symbol("tcgetattr");
  MemorySegment TCSETATTR = symbol("tcsetattr");
  MemorySegment IOCTL = symbol("ioctl");

  int LONGEST_NAME = 256;
  int TCSANOW = 0;
  int WINSIZE_BYTES = 8;
  int WS_ROW = 0;
  int WS_COL = 2;

  @Override
  default int posix_openpt(int flags) {
    return callInt(OPENPT, flags, 0, 0);
  }

  @Override
  default int unlockpt(int master) {
    int granted = callInt(GRANTPT, master, 0, 0);
    return granted < 0 ? granted : callInt(UNLOCKPT, master, 0, 0);
  }

  /** {@code ptsname_r} returns its error; whether it also sets errno depends on the system. */
  @Override
  default int ptsname_r(int master, String[] path) {
    try (Scratch s = Scratch.borrow()) {
      long text = s.small.address();
      int error = callForError(s, PTSNAME, master, text, LONGEST_NAME);
      if (error == 0) {
        path[0] = NativeStrings.text(text);
      }
      return -error;
    }
  }

  @Override
  default int tcgetattr(int fd, Termios into) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, TCGETATTR, fd, s.small.address(), 0, 0);
      if (result == 0) {
        MemorySegment.copy(s.small, JAVA_BYTE, 0, into.bytes, 0, Termios.BYTES);
      }
      return result;
    }
  }

  @Override
  default int tcsetattr(int fd, Termios to) {
    try (Scratch s = Scratch.borrow()) {
      MemorySegment.copy(to.bytes, 0, s.small, JAVA_BYTE, 0, Termios.BYTES);
      return callInt(s, TCSETATTR, fd, TCSANOW, s.small.address(), 0);
    }
  }

  @Override
  default int tcgetwinsize(int fd, int[] rowsAndColumns) {
    try (Scratch s = Scratch.borrow()) {
      int result = callInt(s, IOCTL, fd, TIOCGWINSZ, s.small.address(), 0);
      rowsAndColumns[0] = s.small.get(JAVA_SHORT, WS_ROW) & 0xffff;
      rowsAndColumns[1] = s.small.get(JAVA_SHORT, WS_COL) & 0xffff;
      return result;
    }
  }

  @Override
  default int tcsetwinsize(int fd, int rows, int columns) {
    try (Scratch s = Scratch.borrow()) {
      s.small.asSlice(0, WINSIZE_BYTES).fill((byte) 0);
      s.small.set(JAVA_SHORT, WS_ROW, (short) rows);
      s.small.set(JAVA_SHORT, WS_COL, (short) columns);
      return callInt(s, IOCTL, fd, TIOCSWINSZ, s.small.address(), 0);
    }
  }
}
