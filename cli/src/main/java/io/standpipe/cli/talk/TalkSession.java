package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.cli.job.JobOptions;
import java.io.Closeable;
import java.io.IOException;

/** A way to talk with a program: what sends it messages, and what receives its output. */
interface TalkSession extends Closeable {
  /** The program's command with the streams that this session needs. */
  Command prepare(Command program) throws IOException;

  /** Starts to talk, on other threads. Returns at once. */
  void begin(Child child) throws IOException;

  /**
   * Blocks until all output of the program is processed. Called once the program has ended.
   *
   * @throws IOException if the talk failed, whatever the program's exit code
   */
  void finish() throws IOException, InterruptedException;

  /** What handles Ctrl-C. */
  default JobOptions.CtrlC ctrlC() {
    return JobOptions.CtrlC.JOB;
  }

  /** Gives back what the session has taken, such as the terminal. */
  @Override
  default void close() throws IOException {}
}
