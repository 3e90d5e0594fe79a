package io.standpipe;

import java.util.Map;

/**
 * A signal, by its number on Linux (x86-64 and aarch64 agree).
 *
 * @param number 1 to 64
 */
public record Signal(int number) {
  /** The terminal has gone. */
  public static final Signal HUP = new Signal(1);

  /** Interrupt, as by Ctrl-C. */
  public static final Signal INT = new Signal(2);

  /** Quit with a core dump; a JVM prints its threads. */
  public static final Signal QUIT = new Signal(3);

  /** The end that cannot be refused. */
  public static final Signal KILL = new Signal(9);

  /** The program's own first signal. */
  public static final Signal USR1 = new Signal(10);

  /** The program's own second signal. */
  public static final Signal USR2 = new Signal(12);

  /** A write to a pipe without a reader. */
  public static final Signal PIPE = new Signal(13);

  /** A polite request to end. */
  public static final Signal TERM = new Signal(15);

  /** Go on after a stop. */
  public static final Signal CONT = new Signal(18);

  /** Stop; cannot be refused. */
  public static final Signal STOP = new Signal(19);

  private static final int LAST = 64;
  private static final int FIRST_REAL_TIME = 34;
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "HUP"),
          Map.entry(2, "INT"),
          Map.entry(3, "QUIT"),
          Map.entry(4, "ILL"),
          Map.entry(5, "TRAP"),
          Map.entry(6, "ABRT"),
          Map.entry(7, "BUS"),
          Map.entry(8, "FPE"),
          Map.entry(9, "KILL"),
          Map.entry(10, "USR1"),
          Map.entry(11, "SEGV"),
          Map.entry(12, "USR2"),
          Map.entry(13, "PIPE"),
          Map.entry(14, "ALRM"),
          Map.entry(15, "TERM"),
          Map.entry(16, "STKFLT"),
          Map.entry(17, "CHLD"),
          Map.entry(18, "CONT"),
          Map.entry(19, "STOP"),
          Map.entry(20, "TSTP"),
          Map.entry(21, "TTIN"),
          Map.entry(22, "TTOU"),
          Map.entry(23, "URG"),
          Map.entry(24, "XCPU"),
          Map.entry(25, "XFSZ"),
          Map.entry(26, "VTALRM"),
          Map.entry(27, "PROF"),
          Map.entry(28, "WINCH"),
          Map.entry(29, "IO"),
          Map.entry(30, "PWR"),
          Map.entry(31, "SYS"));

  /** Checks the number. */
  public Signal {
    if (number < 1 || number > LAST) {
      throw new IllegalArgumentException("signal number from 1 to 64 expected: " + number);
    }
  }

  /** Signals that a program can ignore as bits, signal n as bit n−1. */
  static long bits(Signal... signals) {
    long bits = 0;
    for (Signal signal : signals) {
      if (signal.equals(KILL) || signal.equals(STOP)) {
        throw new IllegalArgumentException("no program can ignore " + signal);
      }
      bits |= 1L << (signal.number - 1);
    }
    return bits;
  }

  /** {@code SIGTERM}; {@code SIGRTMIN+2} for the real-time ones. */
  public String name() {
    String known = NAMES.get(number);
    if (known != null) {
      return "SIG" + known;
    }
    return number < FIRST_REAL_TIME ? "SIG" + number : "SIGRTMIN+" + (number - FIRST_REAL_TIME);
  }

  /** Its name. */
  @Override
  public String toString() {
    return name();
  }
}
