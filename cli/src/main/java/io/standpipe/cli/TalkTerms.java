package io.standpipe.cli;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Terminal;

/**
 * What was asked of a talk.
 *
 * @param kind how messages are told apart
 * @param pty whether the program gets a terminal of its own
 * @param buffering the cure, where it gets pipes
 * @param recording where everything is written down
 */
record TalkTerms(MessageKind kind, boolean pty, Buffering buffering, Recording recording) {
  /**
   * With ends for messages; on a terminal one that reads by the line, sends signals, and has an end
   * of its input, but says nothing back, and adds no returns.
   */
  Command onPipes(Command program) {
    return pty
        ? program.terminal(Terminal.cooked().echo(false).returns(false)).env("TERM", "dumb")
        : program.piped().buffering(buffering);
  }

  Program program(Child child) {
    return new Program(child, kind.framing(), pty, recording);
  }
}
