package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.PipeReader;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Without a terminal: sends the lines of standard input, and prints what the program says. */
final class PipedSession implements TalkSession {
  private final TalkOptions options;
  private volatile @Nullable OutputReader output;
  private volatile @Nullable IOException failure;

  PipedSession(TalkOptions options) {
    this.options = options;
  }

  @Override
  public Command prepare(Command program) {
    return options.connect(program);
  }

  @Override
  public void begin(Child child) throws IOException {
    MessageHandler printer = options.recorder().recording(new MessagePrinter(StandardOutput.out()));
    output = OutputReader.start(child.stdout(), new MessageDecoder(options.kind(), printer));
    ProgramInput input = options.inputOf(child, null);
    // If the program ends first, this thread is left waiting: standard input may bring nothing.
    Thread.ofVirtual().name("standpipe-input").start(() -> send(input));
  }

  private void send(ProgramInput input) {
    try {
      FrameReader lines = Framing.lines().reader(PipeReader.stdin());
      Frame line;
      do {
        line = lines.read();
      } while (line != null && input.send(line.bytes(), false));
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = ExitException.of(e);
    } finally {
      input.close();
    }
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    if (output != null) {
      output.awaitEnd();
    }
    if (failure != null) {
      throw failure;
    }
    options.recorder().throwIfFailed();
  }
}
