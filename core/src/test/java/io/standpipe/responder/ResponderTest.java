package io.standpipe.responder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus.Exited;
import io.standpipe.Output;
import io.standpipe.Redirect;
import io.standpipe.children.Responders;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Screen;
import io.standpipe.testing.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that answer: each a JVM of its own, whose streams are the protocol's. */
@Timeout(60)
class ResponderTest {
  private static Command responder(String kind) {
    return Command.self(Responders.class, kind).timeout(Eventually.LIMIT);
  }

  private static Output told(String kind, String requests) throws Exception {
    return responder(kind).input(requests).anyExit().capture();
  }

  @Test
  @Tag("pitfall-27")
  void eachRequestIsAnsweredAndTheEndOfTheInputIsTheEnd() throws Exception {
    Output output = told("echo", "spam\n\n\u00fc \ud83d\udc1f\n");
    assertThat(output.text()).isEqualTo("got spam\ngot \ngot \u00fc \ud83d\udc1f");
    assertThat(output.errorText()).isEmpty();
    assertThat(output.status()).isEqualTo(new Exited(0));
  }

  @Test
  void anAnswerIsThereBeforeTheNextRequestIsAndManyMayBeSentAhead() throws Exception {
    try (Child child = Command.self(Responders.class, "echo").piped().start()) {
      FrameReader answers = Framing.lines().reader(child.stdout());
      for (int i = 0; i < 50; i++) {
        child.stdin().write(i + "\n");
        assertThat(answers.readText()).isEqualTo("got " + i);
      }
      int most = 100_000; // more than both pipes hold
      String requests =
          IntStream.range(0, most).mapToObj(i -> i + "\n").collect(Collectors.joining());
      var asked =
          Background.start(ThreadKind.VIRTUAL, () -> child.stdin().write(UTF_8.encode(requests)));
      for (int i = 0; i < most; i++) {
        assertThat(answers.readText()).isEqualTo("got " + i);
      }
      asked.value();
    }
  }

  @Test
  @Tag("pitfall-18")
  void strayPrintsOfEveryKindGoToStandardErrorAndTheProtocolIsWhole() throws Exception {
    Output output = told("strays", "a\nb\n");
    assertThat(output.text()).isEqualTo("got a\ngot b");
    assertThat(output.errorText())
        .containsSubsequence(
            "stray of println", "stray of a logger", "stray of a child", "stray of println");
  }

  @Test
  @Tag("pitfall-18")
  void whereStandardErrorIsClosedStraysAreLostAndTheProtocolIsWhole() throws Exception {
    Command closed =
        Command.of("/bin/sh", "-c", "exec \"$@\" 2>&-", "sh")
            .args(responder("strays").words().toArray(String[]::new));
    assertThat(closed.input("a\nb\n").read()).isEqualTo("got a\ngot b");
  }

  @Test
  void noOtherCodeReadsItsInput() throws Exception {
    assertThat(told("no-input", "a\nb\n").text()).isEqualTo("-1, child: 0\n-1, child: 0");
  }

  @Test
  void aFunctionThatThrowsEndsItWithTheMessageAndCodeOne() throws Exception {
    Output output = told("throws", "a\nboom\nb\n");
    assertThat(output.text()).isEqualTo("got a");
    assertThat(output.status()).isEqualTo(new Exited(1));
    assertThat(output.errorText()).contains("IllegalStateException: cannot do boom");
  }

  @Test
  @Tag("pitfall-16")
  void whatGoesWrongIsAnsweredWhereAnAnswerIsGivenForIt() throws Exception {
    Output output = told("sorry", "a\nboom\ntwo\na line of more than 40 bytes is too long\nb\n");
    assertThat(output.text().lines())
        .containsExactly(
            "got a",
            "sorry: IllegalStateException",
            "sorry: FrameException",
            "sorry: FrameException",
            "got b");
    assertThat(output.status()).isEqualTo(new Exited(0));
  }

  @Test
  @Tag("pitfall-26")
  void halfARequestAtTheEndIsNotDoneButReported() throws Exception {
    for (String kind : new String[] {"echo", "sorry"}) {
      Output output = told(kind, "a\nrm -rf /tm");
      assertThat(output.text()).isEqualTo("got a");
      assertThat(output.status()).isEqualTo(new Exited(1));
      assertThat(output.errorText())
          .contains("the stream has ended after 10 bytes without the message's end, at byte 2");
    }
  }

  @Test
  @Tag("pitfall-16")
  void whatIsNoRequestEndsIt() throws Exception {
    Output output = told("binary", "\0\0\0\1a\u007f\u007f\u007f\u007f");
    assertThat(output.stdout()).containsExactly(0, 0, 0, 1, 'a');
    assertThat(output.status()).isEqualTo(new Exited(1));
    assertThat(output.errorText()).contains("a message of 2139062143 bytes, the limit is");
  }

  @Test
  void aHandlerMayAnswerInBytesAndMoreThanOnce() throws Exception {
    Framing framing = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN);
    try (Child child = Command.self(Responders.class, "binary").piped().start()) {
      FrameWriter requests = framing.writer(child.stdin());
      FrameReader answers = framing.reader(child.stdout());
      requests.write(new byte[] {-1, 0, 10});
      for (byte expected : new byte[] {-1, 0, 10}) {
        Frame answer = answers.read();
        assertThat(answer.bytes()).containsExactly(expected);
      }
    }
  }

  @Test
  void aRequestMayGetNoAnswer() throws Exception {
    assertThat(told("quiet", "note this\na\n").text()).isEqualTo("got a");
  }

  @Test
  @Tag("pitfall-36")
  void aPingIsAnsweredInItsTurn() throws Exception {
    Output output = told("ping", "a\nare you there?\nb\n");
    assertThat(output.text()).isEqualTo("got a\nyes\ngot b");
  }

  @Test
  @Tag("pitfall-36")
  void aResponderThatHangsLivesAndDoesNotAnswer() throws Exception {
    try (Child child =
        Command.self(Responders.class, "sleeps").piped().stderr(Redirect.pipe()).start()) {
      child.stdin().write("a\nare you there?\n");
      new Screen(child.stderr()).until("begun a");
      assertThatThrownBy(() -> child.stdout().read(ByteBuffer.allocate(1), Duration.ofMillis(200)))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(child.isAlive()).isTrue();
    }
  }

  @Test
  @Tag("pitfall-2")
  void anAskerThatStopsReadingIsTheEndAndNoError() throws Exception {
    try (Child child =
        Command.self(Responders.class, "echo").piped().stderr(Redirect.pipe()).start()) {
      child.stdout().close();
      child.stdin().write("a\n");
      assertThat(child.await(Eventually.LIMIT)).contains(new Exited(0));
      assertThat(child.stderr().readAllBytes()).isEmpty();
    }
  }

  @Test
  void aResponderThatWasStartedWithoutItsStreamsSaysSo() throws Exception {
    for (String closing : new String[] {"<&-", ">&-"}) {
      Command closed =
          Command.of("/bin/sh", "-c", "exec \"$@\" " + closing, "sh")
              .args(responder("echo").words().toArray(String[]::new));
      Output output = closed.anyExit().capture();
      assertThat(output.status()).isEqualTo(new Exited(1));
      assertThat(output.errorText())
          .contains("take over standard")
          .contains("was not started with it open");
    }
  }
}
