package io.standpipe.cli;

/** The exit codes of standpipe itself, in the conventions of env(1), timeout(1) and the shells. */
final class ExitCode {
  /** What was asked for was done, and the answer is no. */
  static final int NEGATIVE = 1;

  static final int USAGE = 2;

  /** EDEADLK. */
  static final int DEADLOCK = 35;

  static final int TIMED_OUT = 124;
  static final int FAILED = 125;
  static final int NOT_EXECUTABLE = 126;
  static final int NOT_FOUND = 127;

  /** As of a program that died of SIGINT. */
  static final int INTERRUPTED = 128 + 2;

  /** As of a program that died of SIGPIPE. */
  static final int READER_GONE = 128 + 13;

  private ExitCode() {}
}
