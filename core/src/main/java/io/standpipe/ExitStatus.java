package io.standpipe;

/**
 * How a child ended: by itself or by a signal. The two are kept apart: {@code exit 137} and death
 * by SIGKILL are different things, though a shell shows 137 for both.
 */
public sealed interface ExitStatus {
  /**
   * It ended by itself.
   *
   * @param code 0 to 255
   */
  record Exited(int code) implements ExitStatus {
    @Override
    public int shellCode() {
      return code;
    }

    /** {@code exited with code 2}. */
    @Override
    public String toString() {
      return "exited with code " + code;
    }
  }

  /**
   * A signal ended it.
   *
   * @param signal which
   * @param core whether it left a core dump
   */
  record Signaled(Signal signal, boolean core) implements ExitStatus {
    @Override
    public int shellCode() {
      return 128 + signal.number();
    }

    /** {@code was ended by SIGKILL}. */
    @Override
    public String toString() {
      return "was ended by " + signal + (core ? " (core dumped)" : "");
    }
  }

  /** Whether it ended by itself with code 0. */
  default boolean isZero() {
    return this instanceof Exited(int code) && code == 0;
  }

  /** The one number that shells make of it: the code, or 128 + the signal's number. */
  int shellCode();
}
