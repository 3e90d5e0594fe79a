package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.BRKINT;
import static io.standpipe.internal.posix.Constants.CS8;
import static io.standpipe.internal.posix.Constants.CSIZE;
import static io.standpipe.internal.posix.Constants.ECHO;
import static io.standpipe.internal.posix.Constants.ECHONL;
import static io.standpipe.internal.posix.Constants.ICANON;
import static io.standpipe.internal.posix.Constants.ICRNL;
import static io.standpipe.internal.posix.Constants.IEXTEN;
import static io.standpipe.internal.posix.Constants.IGNBRK;
import static io.standpipe.internal.posix.Constants.IGNCR;
import static io.standpipe.internal.posix.Constants.INLCR;
import static io.standpipe.internal.posix.Constants.ISIG;
import static io.standpipe.internal.posix.Constants.ISTRIP;
import static io.standpipe.internal.posix.Constants.IXON;
import static io.standpipe.internal.posix.Constants.OPOST;
import static io.standpipe.internal.posix.Constants.PARENB;
import static io.standpipe.internal.posix.Constants.PARMRK;
import static io.standpipe.internal.posix.Constants.VMIN;
import static io.standpipe.internal.posix.Constants.VTIME;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The settings of a terminal: C's {@code struct termios}, which has one layout on both
 * architectures. Mutable; for one thread.
 *
 * <p>The layout: four words of flags (input, output, control, local), a byte, 32 control
 * characters, two speeds.
 */
public final class Termios {
  static final int BYTES = 60;
  private static final int INPUT = 0;
  private static final int OUTPUT = 4;
  private static final int CONTROL = 8;
  private static final int LOCAL = 12;
  private static final int CHARACTERS = 17;

  final byte[] bytes = new byte[BYTES];
  private final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());

  /** The effect of cfmakeraw(3): every byte passes unchanged and at once, in both directions. */
  public void makeRaw() {
    clear(INPUT, IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    clear(OUTPUT, OPOST);
    clear(LOCAL, ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    clear(CONTROL, CSIZE | PARENB);
    set(CONTROL, CS8);
    character(VMIN, 1);
    character(VTIME, 0);
  }

  /** Whether a reader gets input line by line, and an end of file can be typed. */
  public boolean isCanonical() {
    return (words.getInt(LOCAL) & ICANON) != 0;
  }

  /** Whether the kernel sends input back as output. */
  public boolean echoes() {
    return (words.getInt(LOCAL) & ECHO) != 0;
  }

  /** Lets output pass unchanged, without a {@code \r} before each {@code \n}. */
  public void passOutput() {
    clear(OUTPUT, OPOST);
  }

  /** Sets input flags. */
  public void input(int flags) {
    set(INPUT, flags);
  }

  /** Sets or clears local flags. */
  public void local(int flags, boolean on) {
    if (on) {
      set(LOCAL, flags);
    } else {
      clear(LOCAL, flags);
    }
  }

  /** The control character at an index such as {@link Constants#VEOF}; 0 if there is none. */
  public int character(int index) {
    return bytes[CHARACTERS + index] & 0xff;
  }

  /** Sets the control character at an index such as {@link Constants#VEOF}. */
  public void character(int index, int value) {
    bytes[CHARACTERS + index] = (byte) value;
  }

  private void set(int word, int flags) {
    words.putInt(word, words.getInt(word) | flags);
  }

  private void clear(int word, int flags) {
    words.putInt(word, words.getInt(word) & ~flags);
  }

  /** Whether all settings are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Termios that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
