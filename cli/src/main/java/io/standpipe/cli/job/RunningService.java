package io.standpipe.cli.job;

import io.standpipe.cli.output.ExitException;
import java.io.IOException;
import java.time.Duration;

/** What works until it fails or is closed. Safe from any thread. */
public interface RunningService extends AutoCloseable {
  /** Starts one. */
  interface Starter<S extends RunningService> {
    /**
     * Blocks until it works; an interrupt ends that.
     *
     * @throws ExitException with the exit code for what went wrong
     */
    S start() throws IOException, InterruptedException;
  }

  /**
   * Blocks until the service has ended or begins to close, at most for {@code limit}; whether it
   * has.
   *
   * @throws ExitException if it has failed, with the exit code for the reason
   */
  boolean await(Duration limit) throws IOException, InterruptedException;

  /**
   * Brings what is under way to its end. Blocks until that is done; another thread's {@link #await}
   * returns then, or before.
   */
  @Override
  void close() throws IOException;
}
