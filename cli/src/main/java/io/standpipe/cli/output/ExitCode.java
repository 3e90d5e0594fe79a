package io.standpipe.cli.output;

/** The exit codes of standpipe itself, which follow env(1), timeout(1) and the shells. */
public final class ExitCode {
  /** The command worked, and its answer is no: a failed check, or a server's error. */
  public static final int NEGATIVE = 1;

  public static final int USAGE = 2;

  /** The number of EDEADLK. */
  public static final int DEADLOCK = 35;

  // Of what works with Kafka, from sysexits.h: supervisors know these, and no other code here is
  // near them.

  /** EX_DATAERR: a record that the program fails on, and no topic to put it. */
  public static final int NO_DEAD_LETTER_TOPIC = 65;

  /** EX_NOINPUT: a topic that does not exist. */
  public static final int NO_TOPIC = 66;

  /** EX_UNAVAILABLE: no broker answered. */
  public static final int UNREACHABLE = 69;

  /** EX_SOFTWARE: the program failed more often than it may. */
  public static final int RESTARTS_USED_UP = 70;

  /** EX_TEMPFAIL: another process has taken over; once that has ended, this one would work. */
  public static final int FENCED = 75;

  /** EX_NOPERM: a broker refused. */
  public static final int REFUSED = 77;

  /** EX_CONFIG: client properties, topics and options do not fit together. */
  public static final int MISCONFIGURED = 78;

  public static final int TIMED_OUT = 124;
  public static final int FAILED = 125;
  public static final int NOT_EXECUTABLE = 126;
  public static final int NOT_FOUND = 127;

  /** As of a program that died of SIGINT. */
  public static final int INTERRUPTED = 128 + 2;

  /** As of a program that died of SIGPIPE. */
  public static final int READER_GONE = 128 + 13;

  /** Beyond what an exit code can be. */
  private static final int SIGNAL = 256;

  private static final int SHELL = 128;

  private ExitCode() {}

  /** Says, in place of an exit code, that the command dies of this signal. */
  public static int bySignal(int number) {
    return SIGNAL + number;
  }

  /** The signal of which the command dies; 0 if it exits with {@code code}. */
  public static int signal(int code) {
    return code > SIGNAL ? code - SIGNAL : 0;
  }

  /** What a shell says of a command that has died of this signal. */
  public static int shellCode(int signal) {
    return SHELL + signal;
  }
}
