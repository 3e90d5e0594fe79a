package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.StopPolicy;
import io.standpipe.cli.job.JobOptions.CtrlC;
import io.standpipe.cli.option.MessageKind;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.Tty;
import io.standpipe.cli.text.Utf8;
import io.standpipe.framing.FrameException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * A user at a terminal edits lines and sends them. Ctrl-D ends the program's input. Ctrl-C
 * interrupts the program; a second one, with no line sent in between, ends the talk, and a third
 * kills the program that does not end.
 */
final class LineEditingSession implements TalkSession {
  private static final Duration LEAVING = Duration.ofSeconds(1);

  private static final int KILLS = 3;

  private final TalkOptions options;
  private final Duration grace;
  private final org.jline.terminal.Terminal terminal;
  private final LineEditor editor;
  private final boolean errorIsShown = Tty.isTty(2);
  private final List<OutputReader> outputs = new ArrayList<>();
  private @Nullable Thread typing;

  /** How often Ctrl-C was pressed since the last line. Guarded by this object's monitor. */
  private int interrupts;

  private volatile @Nullable IOException failure;

  /**
   * @param grace how long the program has to end when the talk does
   */
  LineEditingSession(TalkOptions options, Duration grace) throws IOException {
    this.options = options;
    this.grace = grace;
    this.terminal = UserTerminal.open();
    // From now on Ctrl-C does not end this JVM. Before the start there is nothing to interrupt.
    terminal.handle(Signal.INT, signal -> {});
    this.editor = new LineEditor(terminal);
  }

  /**
   * Standard error is piped too, because its text would appear in the middle of the edited line.
   */
  @Override
  public Command prepare(Command program) {
    Command command = options.connectEchoing(program);
    return errorIsShown && !options.pty() ? command.stderr(Redirect.pipe()) : command;
  }

  @Override
  public void begin(Child child) {
    MessageHandler shown = options.recorder().recording(editor.output());
    OutputListener messages = new MessageDecoder(options.kind(), shown);
    EchoFilter echo = options.echoes() ? new EchoFilter(messages) : null;
    ProgramInput input = options.inputOf(child, echo);
    // While a line is edited, Ctrl-C is a key that the editor reports.
    terminal.handle(Signal.INT, signal -> interrupt(input));
    outputs.add(OutputReader.start(child.stdout(), echo == null ? messages : echo));
    if (errorIsShown && !options.pty()) {
      var errors = new MessageDecoder(MessageKind.LINES, editor.error());
      outputs.add(OutputReader.start(child.stderr(), errors));
    }
    typing = Thread.ofPlatform().daemon().name("standpipe-typing").start(() -> type(input));
  }

  private void type(ProgramInput input) {
    try {
      editor.read(new UserInput(input), input::isHidden);
    } catch (IOException e) {
      failure = e;
      input.close();
    } catch (RuntimeException | Error e) {
      failure = ExitException.of(e);
      input.close(); // the program would wait for more
    }
  }

  /** Passes what the user types to the program. */
  private final class UserInput implements LineEditor.InputListener {
    private final ProgramInput input;

    UserInput(ProgramInput input) {
      this.input = input;
    }

    @Override
    public boolean typed(String line, boolean hidden) throws IOException {
      synchronized (LineEditingSession.this) {
        interrupts = 0;
      }
      try {
        return input.send(Utf8.encode(line), hidden);
      } catch (FrameException e) {
        editor.complain(e); // nothing was sent; the user may try again
        return true;
      }
    }

    @Override
    public boolean interrupted() {
      return interrupt(input);
    }

    @Override
    public void ended() {
      input.close();
    }
  }

  private StopPolicy policy() {
    StopPolicy standard = StopPolicy.standard();
    return new StopPolicy(standard.afterInputClosed(), grace, standard.afterKill());
  }

  @Override
  public CtrlC ctrlC() {
    return CtrlC.EDITOR;
  }

  /** Returns whether the user can go on typing. */
  private boolean interrupt(ProgramInput input) {
    synchronized (this) {
      if (++interrupts > 1) {
        failure = new ExitException(ExitCode.bySignal(io.standpipe.Signal.INT.number()), "", null);
        boolean kills = interrupts >= KILLS;
        // On another thread, because stopping may take long and this may be a signal handler.
        Thread.startVirtualThread(() -> input.stop(kills ? StopPolicy.killAtOnce() : policy()));
        return false;
      }
    }
    try {
      input.interrupt();
      return true;
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    for (OutputReader output : outputs) {
      output.awaitEnd();
    }
    if (failure != null) {
      throw failure;
    }
    options.recorder().throwIfFailed();
  }

  /** Ends the editor before the terminal, because the editor sets it at the end of each line. */
  @Override
  public void close() throws IOException {
    Thread thread = typing;
    if (thread != null) {
      editor.end(thread);
      try {
        thread.join(LEAVING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    terminal.close();
  }
}
