package io.standpipe.cli.talk;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Terminal;
import io.standpipe.cli.option.MessageKind;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked of a talk.
 *
 * @param kind where a message ends
 * @param pty whether the program gets a terminal of its own
 * @param buffering how to keep the program from holding back its output, if it gets pipes
 * @param recorder what writes down all messages
 */
record TalkOptions(MessageKind kind, boolean pty, Buffering buffering, TalkRecorder recorder) {
  /** The program with pipes, or with a terminal that suits messages and echoes nothing. */
  Command connect(Command program) {
    return pty ? onTerminal(program, lines().echo(false)) : program.piped().buffering(buffering);
  }

  private static Command onTerminal(Command program, Terminal terminal) {
    return program.terminal(terminal).env("TERM", "dumb");
  }

  /**
   * Passes input on by the line, turns keys into signals and an end of input, but adds no carriage
   * returns.
   */
  private static Terminal lines() {
    return Terminal.cooked().returns(false);
  }

  /** The program as {@link #connect} has it, but a terminal echoes lines: {@link EchoFilter}. */
  Command connectEchoing(Command program) {
    return echoes() ? onTerminal(program, lines()) : connect(program);
  }

  /** Whether the program's terminal echoes after {@link #connectEchoing}. */
  boolean echoes() {
    return pty && kind.isLines();
  }

  /**
   * @param echo for {@link #echoes}, otherwise null
   */
  ProgramInput inputOf(Child child, @Nullable EchoFilter echo) {
    return new ProgramInput(child, kind.framing(), pty, recorder, echo);
  }
}
