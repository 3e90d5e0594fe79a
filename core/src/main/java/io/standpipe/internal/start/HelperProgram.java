package io.standpipe.internal.start;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.posix.CString;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Runs a small program of the system that is asked what it can do, before a start. */
final class HelperProgram {
  private static final int MAX_BYTES = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private HelperProgram() {}

  /**
   * What it writes to its standard output. Its input is empty, and its standard error is dropped.
   * However it ends, it does not outlive this call.
   *
   * @param file the file to execute
   */
  static String output(Posix posix, CommandSpec spec, String file) throws IOException {
    CommandSpec asked =
        spec.withRedirect(0, new RedirectSpec.Nothing())
            .withRedirect(1, new RedirectSpec.Collected(MAX_BYTES, Keep.FIRST))
            .withRedirect(2, new RedirectSpec.Nothing());
    var executable = new Executable(file, asked.words());
    StartedProcess started =
        new PosixSpawn(posix, asked, () -> "start " + asked, null).run(executable);
    try {
      return output(started);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while running " + asked);
    } finally {
      started.discard();
    }
  }

  private static String output(StartedProcess started) throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(LIMIT);
    OutputCollector output = started.collectors().getFirst();
    if (!started.process().await(deadline) || !output.awaitEnd(deadline)) {
      throw new DeadlineExceededException("run " + started, LIMIT, "it still runs");
    }
    return CString.decode(output.bytes());
  }
}
