package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import io.standpipe.conversation.Conversation;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import io.standpipe.responder.Responder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in README.md. */
class ReadmeTest {
  @TempDir Path folder;

  @Test
  void readReturnsTheOutput() throws Exception {
    // @start region="read"
    String version = Command.of("git", "--version").read();
    // @end
    assertThat(version).startsWith("git version ");
  }

  @Test
  void pipelineReturnsTheOutputOfTheLast() throws Exception {
    // @start region="pipeline"
    String top =
        Command.of("seq", "1", "100000")
            .pipeTo(Command.of("sort", "-rn"))
            .pipeTo(Command.of("head", "-n", "3"))
            .read();
    // @end
    assertThat(top).isEqualTo("100000\n99999\n99998");
  }

  @Test
  void childAnswersInTime() throws Exception {
    // @start region="child"
    ByteBuffer answer = ByteBuffer.allocate(100);
    try (Child bc = Command.of("bc").piped().start()) {
      bc.stdin().write("6 * 7\n");
      bc.stdout().read(answer, Duration.ofSeconds(2));
    }
    // @end
    assertThat(UTF_8.decode(answer.flip()).toString()).isEqualTo("42\n");
  }

  @Test
  void conversationGetsItsAnswer() throws Exception {
    try (Run calculator = Run.start(Calculator.class)) {
      assertThat(calculator.lines()).containsExactly("42");
      assertThat(calculator.end().isZero()).isTrue();
    }
  }

  /** Runs the conversation below in a process with a standard output of its own. */
  static final class Calculator {
    private Calculator() {}

    public static void main(String[] arguments) throws Exception {
      // @start region="conversation"
      try (Child bc = Command.of("bc").piped().start();
          Conversation talk = Conversation.with(bc)) {
        String answer = talk.ask("6 * 7", Duration.ofSeconds(2));
        System.out.println(answer);
      }
      // @end
    }
  }

  @Test
  void linesAreLookedAtWhereTheyLie() throws Exception {
    // @start region="lines"
    long folders = 0;
    try (Child ls = Command.of("ls", "-l", "/").stdout(Redirect.pipe()).start()) {
      FrameReader lines = Framing.lines().reader(ls.stdout());
      for (Frame line; (line = lines.read()) != null; ) {
        folders += line.byteAt(0) == 'd' ? 1 : 0;
      }
    }
    // @end
    assertThat(folders).isGreaterThan(3);
  }

  @Test
  void fifoIsReadToItsEnd() throws Exception {
    Path path = folder.resolve("q");
    Fifo.create(path);
    try (Run cat = Run.start(Cat.class, path.toString())) {
      Command.shell("echo hello > \"$1\"").args(path.toString()).run();

      assertThat(cat.lines()).containsExactly("hello");
      assertThat(cat.end().isZero()).isTrue();
    }
  }

  /** Runs the reader below in a process with a standard output of its own. */
  static final class Cat {
    private Cat() {}

    public static void main(String[] arguments) throws Exception {
      Path path = Path.of(arguments[0]);
      // @start region="fifo"
      Fifo fifo = Fifo.createIfAbsent(path);
      try (PipeReader reader = fifo.openReader(Duration.ofSeconds(10))) {
        reader.transferTo(PipeWriter.stdout());
      }
      // @end
    }
  }

  @Test
  void theResponderAnswersLineByLine() throws Exception {
    Command responder = Command.self(Answering.class);
    assertThat(responder.input("spam\neggs\n").read()).isEqualTo("got spam\ngot eggs");
  }

  static final class Answering {
    // @start region="responder"
    public static void main(String[] args) throws Exception {
      Responder.on(Framing.lines()).run(request -> "got " + request);
    }
    // @end
  }
}
