package io.standpipe.cli.talk;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Terminal;
import io.standpipe.cli.option.MessageKind;

/**
 * What was asked of a talk.
 *
 * @param kind how messages are told apart
 * @param pty whether the program gets a terminal of its own
 * @param buffering the cure, where it gets pipes
 * @param recording where everything is written down
 */
record TalkOptions(MessageKind kind, boolean pty, Buffering buffering, TalkRecorder recording) {
  /**
   * With ends for messages; on a terminal one that reads by the line, sends signals, and has an end
   * of its input, but says nothing back, and adds no returns.
   */
  Command connect(Command program) {
    return pty
        ? program.terminal(Terminal.cooked().echo(false).returns(false)).env("TERM", "dumb")
        : program.piped().buffering(buffering);
  }

  ProgramInput inputOf(Child child) {
    return new ProgramInput(child, kind.framing(), pty, recording);
  }
}
