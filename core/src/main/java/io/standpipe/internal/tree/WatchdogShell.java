package io.standpipe.internal.tree;

import io.standpipe.internal.io.WriteEnd;
import java.io.IOException;

/** The shell that a {@link ParentWatchdog} runs. */
public interface WatchdogShell {
  /** Starts shells. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts {@code /bin/sh -c script} in the root directory, so that it keeps no file system from
     * being unmounted, with a pipe from us as its standard input and nothing else of ours.
     */
    WatchdogShell start(String script) throws IOException;
  }

  /** Our end of its standard input. */
  WriteEnd lifeline();

  /** Sends SIGKILL to it, and closes the lifeline. */
  void kill();
}
