package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Scripts;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.Screen;
import io.standpipe.testing.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a terminal does with bytes, and when its streams end. */
@Tag("pitfall-13")
@Timeout(30)
class TerminalTest {
  private static final int MOST_CANONICAL = 4095;

  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-42")
  void itTellsWhetherItEchoesAndWhetherAProgramHidesItsInput() throws Exception {
    var program = Scripts.sh("read a; stty -echo; echo; read b; stty raw; echo; read c");
    try (Child child = program.terminal(Terminal.cooked()).start()) {
      PseudoTerminal terminal = child.terminal();
      assertThat(terminal.echoes()).isTrue();
      assertThat(terminal.hidesInput()).isFalse();
      terminal.writer().write("\n");
      Eventually.holds("as for a password", terminal::hidesInput);
      assertThat(terminal.echoes()).isFalse();
      terminal.writer().write("\n");
      Eventually.holds("as in a line editor", () -> !terminal.hidesInput());
      assertThat(terminal.echoes()).isFalse();
      child.stop(StopPolicy.killAtOnce());
      terminal.reader().close();
      terminal.writer().close();
      assertThatThrownBy(terminal::echoes).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  @Tag("pitfall-32")
  void everyBytePassesARawTerminalAsItIsBothWays() throws Exception {
    byte[] content = Bytes.random(200_000, 7);
    for (int i = 0; i < 256; i++) {
      content[i] = (byte) i;
    }
    try (Child cat = Command.of("cat").terminal().start()) {
      var write =
          Background.start(ThreadKind.VIRTUAL, () -> cat.stdin().write(ByteBuffer.wrap(content)));
      ByteBuffer back = ByteBuffer.allocate(content.length);
      while (back.hasRemaining()) {
        cat.stdout().read(back, Eventually.LIMIT);
      }
      assertThat(back.array()).isEqualTo(content);
      assertThat(write.value()).isEqualTo(content.length);
    }
  }

  @Test
  void aRawTerminalEchoesNothingAndChangesNoLineEnd() throws Exception {
    Command child = Scripts.sh("stty -a; read line; echo \"got $line\"").terminal();
    try (Child running = child.start()) {
      var screen = new Screen(running.stdout());
      assertThat(words(screen.until("extproc\n")))
          .contains("-echo", "-icanon", "-isig", "-opost", "-icrnl", "-ixon");
      running.stdin().write("spam\n");
      assertThat(screen.rest()).isEqualTo("got spam\n");
    }
  }

  @Test
  void aCookedTerminalWithoutReturnsReadsByTheLineAndChangesNoLineEnd() throws Exception {
    Terminal terminal = Terminal.cooked().echo(false).returns(false);
    try (Child running = Scripts.sh("cat; echo end").terminal(terminal).start()) {
      running.stdin().write("spam\n");
      running.stdin().close();
      assertThat(new Screen(running.stdout()).rest()).isEqualTo("spam\nend\n");
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("[\\s;]+", -1));
  }

  @Test
  void aCookedTerminalEchoesAndWorksByTheLine() throws Exception {
    Command child = Scripts.sh("stty -a; read line; echo \"got $line\"");
    try (Child running = child.terminal(Terminal.cooked()).start()) {
      var screen = new Screen(running.stdout());
      assertThat(words(screen.until("extproc\r\n")))
          .contains("echo", "icanon", "isig", "opost", "icrnl", "iutf8");
      running.stdin().write("sparn\u007f\u007fm\r");
      assertThat(screen.rest()).isEqualTo("sparn\b \b\b \bm\r\ngot spam\r\n");
    }
    try (Child running = child.terminal(Terminal.cooked().echo(false)).start()) {
      var screen = new Screen(running.stdout());
      screen.until("extproc\r\n");
      running.stdin().write("spam\n");
      assertThat(screen.rest()).isEqualTo("got spam\r\n");
    }
  }

  @Test
  void aLineHasAtMost4095BytesOnACookedTerminalAndAnyNumberOnARawOne() throws Exception {
    Command count = Scripts.sh("echo go; IFS= read -r line; echo \"${#line}.\"");
    String line = "x".repeat(20_000) + "\n";
    assertThat(answer(count.terminal(Terminal.cooked().echo(false)), line))
        .isEqualTo(MOST_CANONICAL + "");
    assertThat(answer(count.terminal(), line)).isEqualTo("20000");
  }

  private static String answer(Command command, String line) throws Exception {
    try (Child child = command.start()) {
      var screen = new Screen(child.stdout());
      screen.until("go");
      var write =
          Background.start(
              ThreadKind.VIRTUAL,
              () -> child.stdin().write(ByteBuffer.wrap(line.getBytes(US_ASCII))));
      String answer = screen.until(".").strip();
      assertThat(write.value()).isEqualTo(line.length());
      return answer;
    }
  }

  @Test
  void whatAChildHasWrittenBeforeItsExitIsReadAfterIt() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Child child = Scripts.sh("printf %3000d 1").terminal().start()) {
        child.await();
        assertThat(child.stdout().readAllBytes()).hasSize(3000);
        assertThat(child.stdout().read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }
  }

  /** Four at a time, so that exit and last words race in every way. */
  @Test
  void ofAThousandChildrenThatPrintALineAndExitNoLineIsLost() throws Exception {
    List<Background<Integer>> runners = new ArrayList<>();
    for (int runner = 0; runner < 4; runner++) {
      int first = runner * 250;
      runners.add(
          Background.start(
              ThreadKind.VIRTUAL,
              () -> {
                int right = 0;
                for (int i = first; i < first + 250; i++) {
                  String line = Command.of("echo", "line " + i).terminal().read();
                  right += line.equals("line " + i) ? 1 : 0;
                }
                return right;
              }));
    }
    for (Background<Integer> runner : runners) {
      assertThat(runner.value()).isEqualTo(250);
    }
  }

  @Test
  @Tag("pitfall-32")
  void theStreamsOfATerminalHonourOffsetAndLengthAndFfIsNotTheEnd() throws Exception {
    try (Child cat = Command.of("cat").terminal().start()) {
      byte[] content = {1, 2, -1, -1, 3, 4};
      cat.stdin().outputStream().write(content, 2, 3);
      assertThat(cat.stdout().inputStream().read()).isEqualTo(0xff);
      byte[] into = {9, 9, 9, 9, 9};
      assertThat(cat.stdout().inputStream().readNBytes(into, 2, 2)).isEqualTo(2);
      assertThat(into).containsExactly(9, 9, -1, 3, 9);
    }
  }

  @Test
  void theLastOfALotOfOutputIsNotLostWhenTheChildEndsAtOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      Output output = Command.of("head", "-c", "100000", "/dev/zero").terminal().capture();
      assertThat(output.stdout()).hasSize(100_000);
    }
  }

  @Test
  void aGrandchildThatKeepsTheTerminalKeepsTheStream() throws Exception {
    String script = "trap '' HUP; (read line <&3; echo late) & echo early";
    Command command = Scripts.sh(script).terminal().fd(3, Redirect.pipeToChild());
    try (Child child = command.start()) {
      var screen = new Screen(child.stdout());
      screen.until("early\n");
      child.await();
      child.writer(3).write("now\n");
      assertThat(screen.rest()).isEqualTo("late\n");
    }
  }

  @Test
  void standardErrorMayBeAPipe() throws Exception {
    Command both = Scripts.sh("echo out; echo err >&2");
    assertThat(both.terminal().read().lines()).containsExactly("out", "err");
    for (Command apart :
        List.of(both.stderr(Redirect.pipe()).terminal(), both.terminal().stderr(Redirect.pipe()))) {
      try (Child child = apart.start()) {
        assertThat(new Screen(child.stdout()).rest()).isEqualTo("out\n");
        assertThat(new Screen(child.stderr()).rest()).isEqualTo("err\n");
      }
    }
  }

  @Test
  void whatIsSaidLaterHolds() throws Exception {
    Command command = Scripts.sh("test -t 0 || echo pipe; test -t 1 && echo terminal");
    assertThat(command.terminal().input("").read()).isEqualTo("pipe\nterminal");
    assertThat(command.input("").terminal().read()).isEqualTo("terminal");
    Command neither = command.terminal().stdout(Redirect.nothing()).stdin(Redirect.nothing());
    assertThat(neither.success(1).run()).isEqualTo(new ExitStatus.Exited(1));
  }

  @Test
  void aChildThatHasGoneIsABrokenPipe() throws Exception {
    try (Child child = Command.of("true").terminal().start()) {
      child.await();
      assertThatThrownBy(() -> child.stdin().write("spam"))
          .isInstanceOf(BrokenPipeException.class)
          .hasMessageContaining("terminal of true");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWakesAReaderThatWaits(ThreadKind kind) throws Exception {
    try (Child cat = Command.of("cat").terminal().start()) {
      var read = Background.parked(kind, () -> cat.stdout().read(ByteBuffer.allocate(1)));
      cat.stdout().close();
      assertThat(read.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
  }

  @Test
  void closingBothEndsHangsUp() throws Exception {
    try (Child child = Command.of("sleep", "1000").terminal().start()) {
      child.stdout().close();
      child.stdin().close();
      assertThat(child.await())
          .isInstanceOfSatisfying(
              ExitStatus.Signaled.class, e -> assertThat(e.signal()).isEqualTo(new Signal(1)));
      assertThatThrownBy(() -> child.terminal().resize(1, 1))
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void theSizeIsAsGivenAndAChangeIsSignalled() throws Exception {
    String script =
        """
        import os, signal
        signal.signal(signal.SIGWINCH, lambda *_: print(os.get_terminal_size(), flush=True))
        print(os.get_terminal_size(), flush=True)
        while True: signal.pause()
        """;
    Command command = Scripts.python(script).terminal(Terminal.raw().size(132, 43));
    try (Child child = command.start()) {
      var screen = new Screen(child.stdout());
      screen.until("(columns=132, lines=43)");
      child.terminal().resize(40, 10);
      screen.until("(columns=40, lines=10)");
      assertThat(child.terminal().columns()).isEqualTo(40);
      assertThat(child.terminal().rows()).isEqualTo(10);
      child.signal(Signal.KILL);
    }
    assertThatThrownBy(() -> Terminal.raw().size(0, 24))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("from 1 to 65535 columns and rows expected: 0 by 24");
  }

  @Test
  void ourSideCannotBePassedOn() throws Exception {
    try (Child cat = Command.of("cat").terminal().start()) {
      assertThatThrownBy(() -> Command.of("cat").stdin(Redirect.from(cat.stdout())).start())
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("pass to cat the terminal of cat")
          .hasMessageContaining("which cannot be shared");
    }
  }

  @Test
  void aChildWithoutOneSaysHowToGetIt() throws Exception {
    try (Child child = Command.of("true").start()) {
      assertThatThrownBy(child::terminal)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("start it with Command.terminal()");
      Eventually.holds("it has ended", () -> !child.isAlive());
    }
  }
}
