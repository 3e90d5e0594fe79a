package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.PipeReader;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Nobody at a terminal: the lines of standard input are said, and what comes is printed. */
final class PipedSession implements TalkSession {
  private final TalkOptions terms;
  private volatile @Nullable OutputReader hearing;
  private volatile @Nullable IOException failure;

  PipedSession(TalkOptions terms) {
    this.terms = terms;
  }

  @Override
  public Command prepare(Command program) {
    return terms.connect(program);
  }

  @Override
  public void begin(Child child) throws IOException {
    MessageHandler printing = terms.recording().recording(new MessagePrinter(StandardOutput.out()));
    hearing = OutputReader.start(child.stdout(), new MessageDecoder(terms.kind(), printing));
    ProgramInput program = terms.inputOf(child);
    // Left behind when the program ends first: nobody can say when standard input brings something.
    Thread.ofVirtual().name("standpipe-saying").start(() -> say(program));
  }

  private void say(ProgramInput program) {
    try {
      FrameReader lines = Framing.lines().reader(PipeReader.stdin());
      Frame line;
      do {
        line = lines.read();
      } while (line != null && program.send(line.bytes()));
    } catch (IOException e) {
      failure = e;
    } finally {
      program.close();
    }
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    if (hearing != null) {
      hearing.awaitEnd();
    }
    if (failure != null) {
      throw failure;
    }
    terms.recording().throwIfFailed();
  }
}
