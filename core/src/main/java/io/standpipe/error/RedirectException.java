package io.standpipe.error;

/**
 * A program could not be started because a file for one of its descriptors could not be opened:
 * {@code ENOENT} where it or its folder does not exist, {@code EACCES}, {@code EISDIR} …
 */
public final class RedirectException extends ErrnoException {
  private static final long serialVersionUID = 1;

  /**
   * For a file; public so that tests can fake it.
   *
   * @param tried what was tried, such as {@code open /x/y for sort}
   * @param errno the system's number for the error
   * @param advice what to do; may be empty
   */
  public RedirectException(String tried, int errno, String advice) {
    super(tried, errno, advice);
  }

  private RedirectException(String tried, int errno) {
    super(tried, errno);
  }

  /** With the usual advice for {@code errno}, if there is any. */
  public static RedirectException of(String tried, int errno) {
    return new RedirectException(tried, errno);
  }
}
