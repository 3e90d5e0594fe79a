package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.F_SETFL;
import static io.standpipe.internal.posix.Constants.O_APPEND;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_CREAT;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static io.standpipe.internal.posix.Constants.O_TRUNC;
import static io.standpipe.internal.posix.Constants.O_WRONLY;

import io.standpipe.error.ErrnoException;
import io.standpipe.error.RedirectException;
import io.standpipe.internal.io.Direction;
import io.standpipe.internal.io.End;
import io.standpipe.internal.io.End.Description;
import io.standpipe.internal.io.InheritedDescriptor;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.PathBytes;
import java.io.IOException;
import java.nio.file.Path;

/** Opens descriptors for one child; each of them blocks, and is shared with no other process. */
final class ChildFiles {
  private static final int CREATE_MODE = 0666;

  private final Posix posix;
  private final String program;

  ChildFiles(Posix posix, String program) {
    this.posix = posix;
    this.program = program;
  }

  Descriptor nothing() throws IOException {
    return open(Path.of("/dev/null"), O_RDWR);
  }

  Descriptor open(Path file, RedirectSpec.FileMode mode) throws IOException {
    return open(
        file,
        switch (mode) {
          case READ -> O_RDONLY;
          case REPLACE -> O_WRONLY | O_CREAT | O_TRUNC;
          case APPEND -> O_WRONLY | O_CREAT | O_APPEND;
        });
  }

  /**
   * Opens without waiting, because the path may name a fifo that no other process has open, and
   * then makes the descriptor block.
   */
  private Descriptor open(Path file, int flags) throws IOException {
    int all = flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    int number = posix.open(PathBytes.word(file), all, CREATE_MODE);
    if (number < 0) {
      String tried = "open " + file + " for " + program;
      if (number == -Errno.ENOENT && !file.isAbsolute() && posix.getcwd().isEmpty()) {
        throw new RedirectException(
            tried, Errno.ENOENT, "this process's working directory has been deleted");
      }
      throw number == -Errno.ENXIO
          ? new RedirectException(
              tried, Errno.ENXIO, "it is a fifo without a reader; start the reader first")
          : RedirectException.of(tried, -number);
    }
    return blocking(number);
  }

  /** Opens another description on the pipe of one of our ends. */
  Descriptor duplicate(End end) throws IOException {
    end.ensureOpen();
    boolean own = end.description() == Description.OWN;
    Direction direction = end instanceof ReadEnd ? Direction.READ : Direction.WRITE;
    int number =
        end.call(fd ->
            own
                ? InheritedDescriptor.reopen(posix, fd, direction)
                : posix.fcntl(fd, F_DUPFD_CLOEXEC, 0));
    if (number == -Errno.ENXIO) {
      throw new ErrnoException(
          "pass to " + program + " the " + end.of(),
          Errno.ENXIO,
          "it is our side of a terminal, which cannot be shared; move the bytes by code");
    }
    if (number < 0) {
      throw end.failed("pass to " + program + " the", -number);
    }
    return own ? blocking(number) : Descriptor.own(posix, number);
  }

  private Descriptor blocking(int number) throws ErrnoException {
    int flags = posix.fcntl(number, F_GETFL, 0);
    int result = flags < 0 ? flags : posix.fcntl(number, F_SETFL, flags & ~O_NONBLOCK);
    if (result < 0) {
      posix.close(number);
      throw new ErrnoException("make descriptor " + number + " blocking", -result);
    }
    return Descriptor.own(posix, number);
  }
}
