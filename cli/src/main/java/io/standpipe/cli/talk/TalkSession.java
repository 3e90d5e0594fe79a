package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import java.io.Closeable;
import java.io.IOException;

/** A way to talk with a program: who speaks to it, and who hears what it says. */
interface TalkSession extends Closeable {
  /** The command with the streams that this way needs. */
  Command prepare(Command program) throws IOException;

  /** Begins, on other threads; returns at once. */
  void begin(Child child) throws IOException;

  /**
   * The program has ended: blocks until all that it has said is heard.
   *
   * @throws IOException why the talk has failed, whatever the program's exit code
   */
  void finish() throws IOException, InterruptedException;

  /** Gives back what it has taken, the terminal for one. */
  @Override
  default void close() throws IOException {}
}
