package io.standpipe.internal.tree;

import io.standpipe.internal.io.WriteEnd;
import java.io.IOException;

/** The shell that a {@link ParentWatchdog} runs. */
public interface WatchdogShell {
  /** Starts shells. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts {@code /bin/sh} with the script in the root directory, so that it keeps no file system
     * from being unmounted, with a pipe from us as its standard input and nothing else of ours.
     */
    WatchdogShell start(String script) throws IOException;
  }

  /** Our end of its standard input. */
  WriteEnd lifeline();

  /** Sends SIGKILL to it, and closes the lifeline. */
  void kill();

  /** Runs {@code action} on a virtual thread when it has ended. */
  void whenEnded(Runnable action);
}
