package io.standpipe.internal.io;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Platform;

/**
 * The kernel pipe between two neighbours, each of them a program or Java code. For use by one
 * thread.
 */
public final class StagePipe implements AutoCloseable {
  private final RawPipe pipe;
  private boolean codeReads;
  private boolean codeWrites;

  private StagePipe(RawPipe pipe) {
    this.pipe = pipe;
  }

  /**
   * Opens one.
   *
   * @param job what it is for, for the message of a failure
   */
  public static StagePipe open(String job) throws ErrnoException {
    return new StagePipe(RawPipe.open(Platform.posix(), "a pipe for " + job));
  }

  public Descriptor readEnd() {
    return pipe.readEnd();
  }

  public Descriptor writeEnd() {
    return pipe.writeEnd();
  }

  /** The read end for Java code, which closes it. */
  public ReadEnd toCode() throws ErrnoException {
    codeReads = true;
    return ReadEnd.own(readEnd(), "pipe to stage");
  }

  /** The write end for Java code, which closes it. */
  public WriteEnd fromCode() throws ErrnoException {
    codeWrites = true;
    return WriteEnd.own(writeEnd(), "pipe from stage");
  }

  /** Closes each end that neither a program nor Java code has taken. */
  @Override
  public void close() {
    if (!codeReads) {
      readEnd().close();
    }
    if (!codeWrites) {
      writeEnd().close();
    }
  }
}
