package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
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
 * A person at a terminal, who types by the line. Ctrl-D ends the program's input; Ctrl-C interrupts
 * the program, and once more, with nothing typed in between, ends the talk.
 */
final class LineEditingSession implements TalkSession {
  private static final Duration LEAVING = Duration.ofSeconds(1);

  private final TalkOptions terms;
  private final org.jline.terminal.Terminal terminal;
  private final LineEditor editor;
  private final boolean errorIsShown = Tty.isTty(2);
  private final List<OutputReader> hearings = new ArrayList<>();
  private @Nullable Thread typing;

  /** Ctrl-C since the last line. Guarded by this object's monitor. */
  private int interrupts;

  private volatile @Nullable IOException failure;

  LineEditingSession(TalkOptions terms) throws IOException {
    this.terms = terms;
    this.terminal = UserTerminal.open();
    // From now on Ctrl-C does not end this JVM. Before the start there is nobody to interrupt.
    terminal.handle(Signal.INT, signal -> {});
    this.editor = new LineEditor(terminal);
  }

  /** What it says on standard error would go right through the line that is edited. */
  @Override
  public Command prepare(Command program) {
    Command command = terms.connect(program);
    return errorIsShown && !terms.pty() ? command.stderr(Redirect.pipe()) : command;
  }

  @Override
  public void begin(Child child) {
    ProgramInput program = terms.inputOf(child);
    // While a line is edited Ctrl-C is a key, and comes by the editor.
    terminal.handle(Signal.INT, signal -> interrupt(program));
    MessageHandler shown = terms.recording().recording(editor.output());
    hearings.add(OutputReader.start(child.stdout(), new MessageDecoder(terms.kind(), shown)));
    if (errorIsShown && !terms.pty()) {
      var ear = new MessageDecoder(MessageKind.LINES, editor.error());
      hearings.add(OutputReader.start(child.stderr(), ear));
    }
    typing = Thread.ofPlatform().daemon().name("standpipe-typing").start(() -> type(program));
  }

  private void type(ProgramInput program) {
    try {
      editor.read(new Typing(program));
    } catch (IOException e) {
      failure = e;
      program.close();
    }
  }

  /** What the person types goes to the program. */
  private final class Typing implements LineEditor.Person {
    private final ProgramInput program;

    Typing(ProgramInput program) {
      this.program = program;
    }

    @Override
    public boolean typed(String line) throws IOException {
      synchronized (LineEditingSession.this) {
        interrupts = 0;
      }
      try {
        return program.send(Utf8.encode(line));
      } catch (FrameException e) {
        editor.complain(e); // nothing was sent; the person may try again
        return true;
      }
    }

    @Override
    public boolean interrupted() {
      return interrupt(program);
    }

    @Override
    public void ended() {
      program.close();
    }
  }

  /** Whether there is somebody to type on for. */
  private boolean interrupt(ProgramInput program) {
    synchronized (this) {
      if (++interrupts > 1) {
        failure = new ExitException(ExitCode.INTERRUPTED, "", null);
        // On another thread: it takes as long as the program wants, and this may be a signal's.
        Thread.startVirtualThread(program::stop);
        return false;
      }
    }
    try {
      program.interrupt();
      return true;
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    for (OutputReader hearing : hearings) {
      hearing.awaitEnd();
    }
    if (failure != null) {
      throw failure;
    }
    terms.recording().throwIfFailed();
  }

  /** First the editor, which sets the terminal at the end of each line, then the terminal. */
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
