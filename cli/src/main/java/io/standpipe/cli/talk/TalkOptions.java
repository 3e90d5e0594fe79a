package io.standpipe.cli.talk;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Terminal;
import io.standpipe.cli.option.MessageKind;

/**
 * What the user asked of a talk.
 *
 * @param kind where a message ends
 * @param pty whether the program gets a terminal of its own
 * @param buffering how to keep the program from holding back its output, if it gets pipes
 * @param recorder what writes down all messages
 */
record TalkOptions(MessageKind kind, boolean pty, Buffering buffering, TalkRecorder recorder) {
  /**
   * The program with pipes, or with a terminal that suits messages. Such a terminal passes input on
   * by the line, turns keys into signals and an end of input, but echoes nothing and adds no
   * carriage returns.
   */
  Command connect(Command program) {
    return pty
        ? program.terminal(Terminal.cooked().echo(false).returns(false)).env("TERM", "dumb")
        : program.piped().buffering(buffering);
  }

  ProgramInput inputOf(Child child) {
    return new ProgramInput(child, kind.framing(), pty, recorder);
  }
}
