package io.standpipe.error;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;

/**
 * A system call failed. The message says what was tried; {@link #errno} is what the system said.
 */
public class ErrnoException extends IOException {
  private static final long serialVersionUID = 1;

  private final int errno;

  /**
   * For a call; public so that tests can fake it.
   *
   * @param tried what was tried, such as {@code open fifo /run/q for reading}
   * @param errno the system's number for the error
   * @param advice what explains it and what to do; may be empty
   */
  public ErrnoException(String tried, int errno, String advice) {
    super(
        Escaping.printable(
            tried + ": " + Errno.text(errno) + (advice.isEmpty() ? "" : "; " + advice)));
    this.errno = errno;
  }

  /**
   * With the usual advice for {@code errno}, if there is any; public so that tests can fake it.
   *
   * @param tried what was tried
   * @param errno the system's number for the error
   */
  public ErrnoException(String tried, int errno) {
    this(tried, errno, adviceFor(errno));
  }

  /** The system's number for the error, as in errno(3). */
  public int errno() {
    return errno;
  }

  /** The system's name for the error, such as {@code ENOENT}. */
  public String errnoName() {
    return Errno.name(errno);
  }

  private static String adviceFor(int errno) {
    return switch (errno) {
      case Errno.EMFILE ->
          "this process has as many descriptors open as it may (ulimit -n); close some, or raise"
              + " the limit";
      case Errno.ENFILE -> "the whole system has as many files open as it may";
      default -> "";
    };
  }
}
