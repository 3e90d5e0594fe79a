package io.standpipe.error;

/**
 * A program could not be started because its working directory does not exist ({@code ENOENT}), is
 * a file of another kind ({@code ENOTDIR}), or may not be entered ({@code EACCES}). Also where this
 * process's own working directory has been deleted ({@code ENOENT}), and the program's path, a
 * folder of PATH in which it was found, or the directory where it is to start, is a relative one.
 */
public final class WorkingDirectoryException extends ErrnoException {
  private static final long serialVersionUID = 1;

  /**
   * For a directory; public so that tests can fake it.
   *
   * @param tried what was tried, such as {@code start ["ls"] in directory /x}
   * @param errno the system's number for the error
   * @param advice what to do; may be empty
   */
  public WorkingDirectoryException(String tried, int errno, String advice) {
    super(tried, errno, advice);
  }
}
