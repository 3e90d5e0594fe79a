package io.standpipe.error;

import io.standpipe.internal.posix.Errno;

/**
 * Nobody reads any more: every read end is closed. A normal event where the reader may have had
 * enough; the process gets no SIGPIPE from it.
 */
public final class BrokenPipeException extends ErrnoException {
  private static final long serialVersionUID = 1;

  private final long bytesAccepted;

  public BrokenPipeException(String tried, long bytesAccepted) {
    super(
        tried,
        Errno.EPIPE,
        "every read end is closed; the pipe took " + bytesAccepted + " bytes of this write before");
    this.bytesAccepted = bytesAccepted;
  }

  /** Bytes of this write that the pipe took before; whether they were read nobody knows. */
  public long bytesAccepted() {
    return bytesAccepted;
  }
}
