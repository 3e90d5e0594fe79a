package io.standpipe.cli;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.PipeReader;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Nobody at a terminal: the lines of standard input are said, and what comes is printed. */
final class PipedTalk implements Talk {
  private final TalkTerms terms;
  private volatile @Nullable Hearing hearing;
  private volatile @Nullable IOException failure;

  PipedTalk(TalkTerms terms) {
    this.terms = terms;
  }

  @Override
  public Command arranged(Command program) {
    return terms.onPipes(program);
  }

  @Override
  public void begin(Child child) throws IOException {
    Audience printing = terms.recording().heardBy(new PlainAudience(StandardOutput.out()));
    hearing = Hearing.start(child.stdout(), new MessageEar(terms.kind(), printing));
    Program program = terms.program(child);
    // Left behind when the program ends first: nobody can say when standard input brings something.
    Thread.ofVirtual().name("standpipe-saying").start(() -> say(program));
  }

  private void say(Program program) {
    try {
      FrameReader lines = Framing.lines().reader(PipeReader.stdin());
      Frame line;
      do {
        line = lines.read();
      } while (line != null && program.say(line.bytes()));
    } catch (IOException e) {
      failure = e;
    } finally {
      program.end();
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
