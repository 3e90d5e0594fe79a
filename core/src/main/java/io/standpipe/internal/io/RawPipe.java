package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;

/**
 * The two descriptors of a new pipe. Both block, as a child's end must; an end of our own becomes
 * non-blocking when it is wrapped.
 */
public record RawPipe(Descriptor readEnd, Descriptor writeEnd) {
  /**
   * Opens one.
   *
   * @param purpose for the message of a failure: {@code a pipe for bc}
   */
  public static RawPipe open(Posix posix, String purpose) throws ErrnoException {
    int[] ends = new int[2];
    int result = posix.pipe2(ends, O_CLOEXEC);
    if (result < 0) {
      throw new ErrnoException("open " + purpose, -result);
    }
    return new RawPipe(Descriptor.own(posix, ends[0]), Descriptor.own(posix, ends[1]));
  }

  /** Closes those that are still open. */
  public void close() {
    readEnd.close();
    writeEnd.close();
  }
}
