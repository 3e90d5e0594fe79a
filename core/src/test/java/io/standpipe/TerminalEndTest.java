package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.Screen;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing the writer is the end of the child's input, whatever the terminal's settings. */
@Tag("pitfall-13")
@Tag("pitfall-20")
@Timeout(30)
class TerminalEndTest {
  private static final ExitStatus WELL = new ExitStatus.Exited(0);

  private static final Terminal QUIET = Terminal.cooked().echo(false);

  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  /** It has no key for it. The way out is a pipe for the input alone. */
  @Test
  void onARawTerminalNothingIsTyped() throws Exception {
    Command cat = Scripts.sh("echo go; read line; echo \"got $line\"").terminal();
    try (Child child = cat.start()) {
      var screen = new Screen(child.stdout());
      screen.until("go\n");
      child.stdin().write("spam");
      child.stdin().close();
      child.terminal().resize(10, 10);
      assertThat(child.isAlive()).isTrue();
    }
    try (Child child = cat.stdin(Redirect.pipe()).start()) {
      child.stdin().write("spam");
      child.stdin().close();
      assertThat(new Screen(child.stdout()).rest()).isEqualTo("go\ngot spam\n");
    }
  }

  @Test
  void aChildThatPollsIsTold() throws Exception {
    String script =
        """
        import os, select
        print('go', flush=True)
        while True:
            select.select([0], [], [])
            got = os.read(0, 100)
            print(got, flush=True)
            if not got: break
        """;
    try (Child child = Scripts.python(script).terminal(QUIET).start()) {
      var screen = new Screen(child.stdout());
      screen.until("go\r\n");
      child.stdin().write("spam");
      child.stdin().close();
      assertThat(screen.rest()).isEqualTo("b'spam'\r\nb''\r\n");
    }
  }

  /** The terminal is full, and nobody reads: the end has to wait, and the close does not. */
  @Test
  void anEndForWhichThereIsNoRoomComesAsSoonAsThereIs() throws Exception {
    Command command = Scripts.sh("read line <&3; exec cat").fd(3, Redirect.pipeToChild());
    String line = "x".repeat(99) + "\n";
    try (Child child = command.terminal(QUIET).start()) {
      int lines = 0;
      try {
        for (; ; lines++) {
          child.stdin().write(ByteBuffer.wrap(line.getBytes(US_ASCII)), Duration.ofMillis(100));
        }
      } catch (DeadlineExceededException e) {
        child.stdin().close();
      }
      child.writer(3).write("go\n");
      assertThat(new Screen(child.stdout()).rest())
          .startsWith((line.strip() + "\r\n").repeat(lines));
      assertThat(child.await()).isEqualTo(WELL);
    }
  }

  @Test
  void onACookedTerminalALineThatWasBegunIsHandedOverFirst() throws Exception {
    for (String text : new String[] {"", "spam", "spam\n"}) {
      try (Child cat = Command.of("cat").terminal(QUIET).start()) {
        cat.stdin().write(text);
        cat.stdin().close();
        assertThat(new Screen(cat.stdout()).rest()).isEqualTo(text.replace("\n", "\r\n"));
        assertThat(cat.await()).isEqualTo(WELL);
      }
    }
  }

  @Test
  void aLineEditorGetsItAsTheKey() throws Exception {
    Command bash = Command.of("bash", "--norc", "-i").env("PS1", "? ").env("TERM", "dumb");
    try (Child child = bash.terminal(Terminal.cooked()).start()) {
      var screen = new Screen(child.stdout());
      screen.until("? ");
      child.stdin().close();
      assertThat(screen.rest()).contains("exit");
      assertThat(child.await()).isEqualTo(WELL);
    }
  }
}
