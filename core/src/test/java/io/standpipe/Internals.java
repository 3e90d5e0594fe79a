package io.standpipe;

import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;

/** What only tests put together from the parts of the library. */
final class Internals {
  private Internals() {}

  /** Reads from {@code fd}, which this process alone uses, by the calls of {@code posix}. */
  static PipeReader reader(Posix posix, int fd, String name) throws IOException {
    return new PipeReader(ReadEnd.own(Descriptor.own(posix, fd), name));
  }

  /** Writes to {@code fd}, which this process alone uses, by the calls of {@code posix}. */
  static PipeWriter writer(Posix posix, int fd, String name) throws IOException {
    return new PipeWriter(WriteEnd.own(Descriptor.own(posix, fd), name));
  }

  /** Starts a command with its output kept, as {@link Command#capture} does, and does not wait. */
  static Job captured(Posix posix, Command command, int maxBytes) throws IOException {
    return Job.of(Child.start(posix, Capturing.of(command.spec(), maxBytes), command.options()));
  }
}
