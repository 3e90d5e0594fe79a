package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.children.Scripts;
import io.standpipe.conversation.ConversationException.Reason;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions and their answers, one after the other. */
@Timeout(60)
class AskTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration MEDIUM = Duration.ofMillis(700);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void aQuestionIsAnsweredByTheNextMessage() throws Exception {
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat)) {
      assertThat(talk.ask("one", LIMIT)).isEqualTo("one");
      assertThat(talk.ask("zwölf 🎵", LIMIT)).isEqualTo("zwölf 🎵");
    }
  }

  @Test
  void anyFramingServes() throws Exception {
    for (Framing framing :
        List.of(Framing.contentLength(), Framing.netstring(), Framing.nul(), Framing.fixed(5))) {
      try (Child cat = Command.of("cat").piped().start();
          Conversation talk = Conversation.with(cat, ConversationOptions.of(framing))) {
        assertThat(talk.ask("a\nb c", LIMIT)).isEqualTo("a\nb c");
        assertThat(talk.ask("12345".getBytes(UTF_8), LIMIT)).asString().isEqualTo("12345");
      }
    }
  }

  @Test
  void anAnswerOfSeveralMessagesEndsWhereTheConditionSaysSo() throws Exception {
    String script = "for q in open(0): print(*range(int(q)), 'ok', sep='\\n')";
    try (Child child = Scripts.python(script).piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThat(talk.askUntil("3", "ok"::equals, LIMIT)).containsExactly("0", "1", "2", "ok");
      assertThat(talk.askUntil("0", "ok"::equals, LIMIT)).containsExactly("ok");
    }
  }

  /** A megabyte does not fit into two pipes: it comes back while it is being written. */
  @Test
  void aQuestionLargerThanBothPipesIsWrittenWhileItsAnswerIsRead() throws Exception {
    String large = "x".repeat(1 << 20);
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat)) {
      for (int i = 0; i < 5; i++) {
        assertThat(talk.ask(large + i, LIMIT)).isEqualTo(large + i);
      }
      assertThat(talk.ask("small", LIMIT)).isEqualTo("small");
    }
  }

  @Test
  void aDeadlineReportsTheQuestionThePeerAndWhatHasCome() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("half an ans");

      assertThatThrownBy(() -> peer.talk.ask("how are you?", SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageStartingWith("ask \"how are you?\" of reader(")
          .hasMessageContaining("timed out after 50ms: so far came \"half an ans\"")
          .asInstanceOf(type(DeadlineExceededException.class))
          .extracting(DeadlineExceededException::limit)
          .isEqualTo(SHORT);
    }
  }

  @Test
  void anErrorShowsOnlyTheBeginningOfALongQuestion() throws Exception {
    try (Peer peer = Peer.onLines()) {
      assertThatThrownBy(() -> peer.talk.ask("x".repeat(1000), SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageStartingWith("ask \"" + "x".repeat(80) + "\"… of ");
    }
  }

  @Test
  void anAnswerThatComesTooLateIsNotTakenForTheNextOne() throws Exception {
    try (Peer peer = Peer.onLines()) {
      assertThatThrownBy(() -> peer.talk.ask("first", SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      var second = Background.start(ThreadKind.VIRTUAL, () -> peer.talk.ask("second", LIMIT));
      assertThat(peer.hears()).isEqualTo("first");
      assertThat(peer.hears()).isEqualTo("second");
      peer.says("answer to first\nanswer to second\n");

      assertThat(second.value()).isEqualTo("answer to second");
    }
  }

  /** A peer that does not answer a question is one answer behind; the error says why. */
  @Test
  void aMessageThatWasTakenForALateAnswerIsReportedByTheQuestionThatMissesIt() throws Exception {
    try (Peer peer = Peer.onLines()) {
      assertThatThrownBy(() -> peer.talk.ask("1/0", SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      var second = Background.start(ThreadKind.VIRTUAL, () -> peer.talk.ask("6 * 7", MEDIUM));
      assertThat(peer.hears()).isEqualTo("1/0");
      assertThat(peer.hears()).isEqualTo("6 * 7");
      peer.says("42\n");
      assertThat(second.failure())
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining(
              "nothing came; \"42\" came, and was taken for the late answer to an earlier question:"
                  + " ask \"1/0\" of");

      peer.talk.discardLateAnswers();
      var third = Background.start(ThreadKind.VIRTUAL, () -> peer.talk.ask("6 * 8", LIMIT));
      assertThat(peer.hears()).isEqualTo("6 * 8");
      peer.says("48\n");
      assertThat(third.value()).isEqualTo("48");
    }
  }

  @Test
  @Tag("alone")
  void anErrorReportsHowTheChildEnded() throws Exception {
    for (String end : List.of("read q; exit 3", "exec <&-; exit 3")) {
      try (Child child = Scripts.sh(end).piped().start();
          Conversation talk = Conversation.with(child)) {
        assertThatThrownBy(() -> talk.ask("q".repeat(300_000), LIMIT))
            .isInstanceOf(ConversationException.class)
            .hasMessageContaining("the other side exited with code 3");
      }
    }
    try (Child child = Scripts.sh("kill -KILL $$").piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThatThrownBy(() -> talk.expect("x")).hasMessageContaining("was ended by SIGKILL");
    }
  }

  /** The child lives, and many questions fail: the wait for its exit takes place only once. */
  @Test
  @Tag("alone")
  void aChildThatClosesItsOutputAndLivesDelaysNoError() throws Exception {
    try (Child child = Scripts.sh("exec >&-; exec sleep 100").piped().start();
        Conversation talk = Conversation.with(child)) {
      var answers = new ArrayList<CompletableFuture<String>>();
      for (int i = 0; i < 500; i++) {
        answers.add(talk.askAsync("q", LIMIT));
      }
      long begin = System.nanoTime();
      for (CompletableFuture<String> answer : answers) {
        assertThatThrownBy(answer::get)
            .rootCause()
            .satisfiesAnyOf(
                e -> assertThat(e).isInstanceOf(EOFException.class),
                e -> assertThat(e).isInstanceOf(ConversationException.class));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aTextWithoutUtf8IsRefusedHoweverItIsSent() throws Exception {
    try (Peer peer = Peer.onLines()) {
      assertThatThrownBy(() -> peer.talk.write("half \ud83c")).hasMessageContaining("character 5");
      assertThatThrownBy(() -> peer.talk.send("half \ud83c")).hasMessageContaining("character 5");
      assertThatThrownBy(() -> peer.talk.ask("half \ud83c")).hasMessageContaining("character 5");
      peer.talk.send("whole");
      assertThat(peer.hears()).isEqualTo("whole");
    }
  }

  @Test
  void aDeadlineInTheMiddleOfAnAnswerLosesNothingOfIt() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("one and ");
      assertThatThrownBy(() -> peer.talk.receive(SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      peer.says("the rest\n");

      assertThat(peer.talk.receive(LIMIT)).contains("one and the rest");
    }
  }

  @Test
  void theOverallLimitHoldsWhateverACallIsGiven() throws Exception {
    try (Peer peer = Peer.on(ConversationOptions.lines().overallLimit(SHORT))) {
      assertThatThrownBy(() -> peer.talk.ask("anyone?", LIMIT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("timed out after 50ms: nothing came");
    }
  }

  @Test
  void anEndIsReportedAtOnceWithWhatHasCome() throws Exception {
    String script = "q = input(); print('first', flush=True)";
    try (Child child = Scripts.python(script).piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThatThrownBy(() -> talk.askUntil("go", "last"::equals, LIMIT))
          .isInstanceOf(ConversationException.class)
          .hasMessageContaining("ask \"go\" of child")
          .hasMessageContaining("the other side exited with code 0; so far came \"first\"")
          .asInstanceOf(type(ConversationException.class))
          .returns(Reason.ENDED, ConversationException::reason)
          .returns("first", ConversationException::received);
    }
  }

  /** Whether the write or the read finds out first: it is the same error. */
  @Test
  void aPeerThatHasGoneIsTheSameErrorForReadsAndWrites() throws Exception {
    try (Child child = Command.of("true").piped().start();
        Conversation talk = Conversation.with(child)) {
      child.await();
      assertThatThrownBy(() -> talk.ask("still there?", LIMIT))
          .asInstanceOf(type(ConversationException.class))
          .returns(Reason.ENDED, ConversationException::reason);
    }
  }

  @Test
  @Tag("pitfall-26")
  void halfAMessageAtTheEndIsReportedAsSuch() throws Exception {
    try (Child child = Scripts.sh("read q; printf 'an answer without'").piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThatThrownBy(() -> talk.ask("q", LIMIT))
          .hasMessageContaining(
              "exited with code 0, in the middle of a message: \"an answer without\"")
          .asInstanceOf(type(ConversationException.class))
          .returns(Reason.ENDED_EARLY, ConversationException::reason)
          .returns("an answer without", ConversationException::received);
    }
  }

  @Test
  @Tag("pitfall-26")
  void aPeerThatDiesInTheMiddleOfAFrameIsAnErrorOfTheFraming() throws Exception {
    String script = "read q; printf 'Content-Length: 20\\r\\n\\r\\nonly this'";
    try (Child child = Scripts.sh(script).piped().start();
        Conversation talk =
            Conversation.with(child, ConversationOptions.of(Framing.contentLength()))) {
      assertThatThrownBy(() -> talk.ask("q\n", LIMIT))
          .asInstanceOf(type(FrameException.class))
          .returns(FrameException.Reason.ENDED_EARLY, FrameException::reason);
    }
  }

  @Test
  void whatCameBeforeTheQuestionIsNotItsAnswer() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("a\nb\n");
      for (String unasked : List.of("a", "b")) {
        assertThatThrownBy(() -> peer.talk.ask("q", LIMIT))
            .hasMessageContaining("\"" + unasked + "\"")
            .asInstanceOf(type(ConversationException.class))
            .returns(Reason.UNASKED, ConversationException::reason)
            .returns(unasked, ConversationException::received);
      }
      var asking = Background.start(ThreadKind.VIRTUAL, () -> peer.talk.ask("q", LIMIT));
      assertThat(peer.hears()).as("what was refused was not sent").isEqualTo("q");
      peer.says("c\n");
      assertThat(asking.value()).isEqualTo("c");
    }
  }

  @Test
  void aPeerThatAnswersTwiceIsFoundOutAtTheNextQuestion() throws Exception {
    String script = "for q in open(0): print(q + q, end='')";
    try (Child child = Scripts.python(script).piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThat(talk.ask("one", LIMIT)).isEqualTo("one");
      // It wrote both in one piece, so the second one is here.
      assertThatThrownBy(() -> talk.ask("two", LIMIT))
          .asInstanceOf(type(ConversationException.class))
          .returns(Reason.UNASKED, ConversationException::reason)
          .returns("one", ConversationException::received);
    }
  }

  @Test
  @Tag("pitfall-16")
  void anAnswerWithoutEndIsAnErrorAtTheLimit() throws Exception {
    ConversationOptions options = ConversationOptions.of(Framing.lines().limit(100_000));
    try (Child yes = Scripts.sh("read q; yes | tr -d '\\n'").piped().start();
        Conversation talk = Conversation.with(yes, options)) {
      assertThatThrownBy(() -> talk.ask("q", LIMIT))
          .asInstanceOf(type(FrameException.class))
          .returns(FrameException.Reason.TOO_LONG, FrameException::reason);
    }
  }

  @Test
  @Tag("pitfall-16")
  void anAnswerOfMessagesWithoutEndIsAnErrorAtTheLimit() throws Exception {
    try (Child yes = Scripts.sh("read q; yes").piped().start();
        Conversation talk = Conversation.with(yes, ConversationOptions.lines().maxChars(1000))) {
      assertThatThrownBy(() -> talk.askUntil("q", "no"::equals, LIMIT))
          .hasMessageContaining("more than 1000 characters; raise maxChars()")
          .asInstanceOf(type(ConversationException.class))
          .returns(Reason.TOO_MUCH, ConversationException::reason);
    }
  }

  @Test
  void theRestOfAnAnswerThatWasTooLongAnswersNoOtherQuestion() throws Exception {
    String script = "for q in open(0): print(*range(int(q)), 'ok', sep='\\n', flush=True)";
    try (Child child = Scripts.python(script).piped().start();
        Conversation talk = Conversation.with(child, ConversationOptions.lines().maxChars(1000))) {
      assertThatThrownBy(() -> talk.askUntil("100000", "ok"::equals, LIMIT))
          .isInstanceOf(ConversationException.class);
      assertThat(talk.askUntil("2", "ok"::equals, LIMIT)).containsExactly("0", "1", "ok");
    }
  }

  /** Each byte is a sign of life, and still no answer. */
  @Test
  void aPeerThatTricklesIsHeldToTheDeadline() throws Exception {
    String trickle = "read q; while printf x; do sleep 0.01; done";
    try (Child child = Scripts.sh(trickle).piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThatThrownBy(() -> talk.ask("q", Duration.ofMillis(300)))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("so far came \"xx");
    }
  }

  @Test
  void aMessageThatWasNotAskedForDoesNotAnswerAProbe() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("y\n".repeat(1000));
      assertThat(peer.talk.isAnswering("ping", Duration.ofSeconds(1))).isFalse();
      assertThat(peer.hears()).isEqualTo("ping");
    }
  }

  @Test
  @Tag("pitfall-36")
  void aProcessThatLivesAndDoesNotAnswerIsNotAnswering() throws Exception {
    try (Child deaf = Scripts.sh("read q; echo hm; exec sleep 600").piped().start();
        Conversation talk = Conversation.with(deaf)) {
      assertThat(talk.isAnswering("ping", LIMIT)).isTrue();
      assertThat(talk.isAnswering("ping", SHORT)).isFalse();
      assertThat(deaf.isAlive()).isTrue();
    }
  }

  @Test
  void aConditionThatUsesTheConversationIsAnErrorAndNoHang() throws Exception {
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat)) {
      assertThatThrownBy(() -> talk.askUntil("q", _ -> ask(talk), LIMIT))
          .isInstanceOf(IllegalStateException.class);
      assertThat(talk.ask("again", LIMIT)).isEqualTo("again");
    }
  }

  private static boolean ask(Conversation talk) {
    try {
      return talk.ask("nested", LIMIT).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
