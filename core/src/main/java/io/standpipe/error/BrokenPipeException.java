package io.standpipe.error;

import io.standpipe.internal.posix.Errno;

/**
 * Every read end of the pipe is closed. A normal event if the reader may have read enough; this
 * process gets no SIGPIPE from it.
 */
public final class BrokenPipeException extends ErrnoException {
  private static final long serialVersionUID = 1;

  private final long bytesAccepted;

  /**
   * For a write; public so that tests can fake it.
   *
   * @param tried what was tried, such as {@code write to stdin of head}
   * @param bytesAccepted bytes of this write that the pipe took before
   */
  public BrokenPipeException(String tried, long bytesAccepted) {
    super(
        tried,
        Errno.EPIPE,
        "every read end is closed; the pipe took " + bytesAccepted + " bytes of this write before");
    this.bytesAccepted = bytesAccepted;
  }

  /** Bytes of this write that the pipe took before. They may or may not have been read. */
  public long bytesAccepted() {
    return bytesAccepted;
  }
}
