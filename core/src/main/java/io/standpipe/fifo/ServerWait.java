package io.standpipe.fifo;

import io.standpipe.PipeWriter;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.FileWatch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's wait for a server. It makes nothing: a fifo that a client had made and left behind
 * would let the next writer hang.
 *
 * <p>Where there is nothing yet, a name that appears in the folder ends the wait; the watch is set
 * before this looks, so a server that comes in between is found. Where the fifo is there, the
 * rendezvous waits for a reader. If the fifo is removed meanwhile, the wait begins again.
 */
final class ServerWait {
  private final FifoDirectory directory;

  ServerWait(FifoDirectory directory) {
    this.directory = directory;
  }

  /**
   * Opens the server's fifo; blocks until a server has it open.
   *
   * @throws DeadlineExceededException if no server comes in time
   * @throws IOException if what is there does not belong to this user alone
   */
  PipeWriter open(Deadline deadline) throws IOException, InterruptedException {
    PipeWriter found = tryToOpen(deadline);
    return found != null ? found : awaitFiles(deadline);
  }

  private PipeWriter awaitFiles(Deadline deadline) throws IOException, InterruptedException {
    try (var names = FileWatch.entries(Platform.posix(), directory.surroundings())) {
      while (true) {
        PipeWriter found = tryToOpen(deadline);
        if (found != null) {
          return found;
        }
        if (!names.await(deadline)) {
          throw new DeadlineExceededException(
              "wait for " + directory, deadline.limit(), "it does not exist");
        }
      }
    }
  }

  /** Null if the fifo or its folder is not there. */
  private @Nullable PipeWriter tryToOpen(Deadline deadline)
      throws IOException, InterruptedException {
    if (!directory.exists()) {
      return null;
    }
    try {
      directory.requireOurs();
      Duration left = deadline.left();
      return directory.requests().openWriter(left);
    } catch (NoSuchFileException e) {
      return null;
    } catch (ErrnoException e) {
      if (e.errnoName().equals("ENOENT")) {
        return null;
      }
      throw e;
    }
  }
}
