package io.standpipe;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;

/** The kernel pipe between two neighbours, each a program or Java code. For one thread. */
final class StagePipe implements AutoCloseable {
  private final Descriptor readEnd;
  private final Descriptor writeEnd;
  private boolean codeReads;
  private boolean codeWrites;

  private StagePipe(Descriptor readEnd, Descriptor writeEnd) {
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
  }

  static StagePipe open(String forWhom) throws ErrnoException {
    Descriptor[] ends = DescriptorLayout.pipe(Posix.system(), forWhom);
    return new StagePipe(ends[0], ends[1]);
  }

  Redirect toProgram() {
    return Redirect.lent(readEnd);
  }

  Redirect fromProgram() {
    return Redirect.lent(writeEnd);
  }

  Descriptor readEnd() {
    return readEnd;
  }

  Descriptor writeEnd() {
    return writeEnd;
  }

  PipeReader toCode() throws ErrnoException {
    codeReads = true;
    return PipeReader.own(readEnd, "pipe to stage");
  }

  PipeWriter fromCode() throws ErrnoException {
    codeWrites = true;
    return PipeWriter.own(writeEnd, "pipe from stage");
  }

  /** Closes an end that no program took; an end that code has is the code's to close. */
  @Override
  public void close() {
    if (!codeReads) {
      readEnd.close();
    }
    if (!codeWrites) {
      writeEnd.close();
    }
  }
}
