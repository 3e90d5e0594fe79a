package io.standpipe.error;

import io.standpipe.internal.posix.Errno;

/**
 * A program could not be started because its file, or the interpreter that the file names, does not
 * exist: {@code ENOENT}.
 */
public final class ProgramNotFoundException extends ErrnoException {
  private static final long serialVersionUID = 1;

  /**
   * For a program; public so that tests can fake it.
   *
   * @param tried what was tried, such as {@code start ["tarr", "xf", "a"]}
   * @param advice what is missing and what to do
   */
  public ProgramNotFoundException(String tried, String advice) {
    super(tried, Errno.ENOENT, advice);
  }
}
