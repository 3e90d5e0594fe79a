package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many questions in flight. */
@Timeout(90)
@Tag("blocking")
class PipeliningTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Questions and answers are many times what the two pipes hold. */
  @Test
  void aHundredThousandQuestionsThroughCatDoNotDeadlock() throws Exception {
    int questions = 100_000;
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < questions; i++) {
        answers.add(talk.askAsync("question number " + i, LIMIT));
      }
      for (int i = 0; i < questions; i++) {
        assertThat(answers.get(i).join()).isEqualTo("question number " + i);
      }
    }
  }

  @Test
  void answersOfAThousandLinesEachDoNotDeadlockEither() throws Exception {
    String script = "for q in open(0): print('line\\n' * 1000 + 'end of', q, end='')";
    try (Child child = Scripts.python(script).piped().start();
        Conversation talk = Conversation.with(child)) {
      List<CompletableFuture<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        answers.add(talk.askUntilAsync("q" + i, line -> line.startsWith("end"), LIMIT));
      }
      for (int i = 0; i < 500; i++) {
        assertThat(answers.get(i).join()).hasSize(1001).last().isEqualTo("end of q" + i);
      }
    }
  }

  @Test
  @Tag("pitfall-19")
  void noMoreQuestionsAreInFlightThanAllowed() throws Exception {
    try (Peer peer = Peer.on(ConversationOptions.lines().maxInFlight(3))) {
      var asked = new AtomicInteger();
      var asking =
          Background.start(
              ThreadKind.VIRTUAL,
              () -> {
                for (int i = 0; i < 5; i++) {
                  var _ = peer.talk.askAsync("q" + i, LIMIT);
                  asked.incrementAndGet();
                }
                return true;
              });
      assertThat(List.of(peer.hears(), peer.hears(), peer.hears())).contains("q2");
      Eventually.parked(asking.thread());
      assertThat(asked).hasValue(3);
      peer.says("a0\n");
      assertThat(peer.hears()).isEqualTo("q3");
      peer.says("a1\na2\n");
      assertThat(asking.value()).isTrue();
    }
  }

  /** A peer that floods: what was not asked for stays in the pipe, and the peer waits. */
  @Test
  @Tag("pitfall-19")
  void whatNoCallWaitsForIsNotRead() throws Exception {
    try (Peer peer = Peer.onLines()) {
      var answer = peer.talk.askAsync("q", LIMIT);
      peer.hears();
      peer.says("a\n");
      assertThat(answer.join()).isEqualTo("a");
      int capacity = peer.toUs.writer().capacity();
      assertThatThrownBy(() -> peer.toUs.writer().write(ByteBuffer.allocate(4 * capacity), SHORT))
          .isInstanceOf(DeadlineExceededException.class);
    }
  }

  @Test
  void aThreadThatAsksAndWaitsAmongOthersGetsItsOwnAnswer() throws Exception {
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat)) {
      List<Background<Boolean>> askers = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        String name = "asker " + n + " ";
        boolean waits = n % 2 == 0;
        askers.add(Background.start(ThreadKind.VIRTUAL, () -> askMany(talk, name, waits)));
      }
      askers.forEach(asker -> assertThat(asker.value()).isTrue());
    }
  }

  private static boolean askMany(Conversation talk, String name, boolean waits) throws Exception {
    for (int i = 0; i < 2000; i++) {
      String answer = waits ? talk.ask(name + i, LIMIT) : talk.askAsync(name + i, LIMIT).join();
      assertThat(answer).isEqualTo(name + i);
    }
    return true;
  }

  @Test
  @Tag("pitfall-33")
  void whatIsAttachedToAnAnswerMayBlockAndAskAgain() throws Exception {
    try (Peer peer = Peer.onLines()) {
      Conversation talk = peer.talk;
      var go = new CountDownLatch(1);
      var blocked = talk.askAsync("first", LIMIT).thenAccept(_ -> awaitFor(go));
      CompletableFuture<String> second =
          talk.askAsync("second", LIMIT).thenApply(answer -> askedAgain(talk, answer));
      peer.says("one\ntwo\n");
      assertThat(List.of(peer.hears(), peer.hears(), peer.hears())).last().isEqualTo("two, again");
      peer.says("three\n");

      assertThat(second.join()).isEqualTo("three");
      assertThat(blocked).isNotDone();
      go.countDown();
      blocked.join();
    }
  }

  private static void awaitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String askedAgain(Conversation talk, String answer) {
    try {
      return talk.ask(answer + ", again", LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachQuestionHasADeadlineOfItsOwn() throws Exception {
    try (Peer peer = Peer.onLines()) {
      CompletableFuture<String> patient = peer.talk.askAsync("patient", LIMIT);
      CompletableFuture<String> hasty = peer.talk.askAsync("hasty", SHORT);
      assertThatThrownBy(hasty::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("ask \"hasty\" of");
      peer.says("to patient\nto hasty\n");
      assertThat(patient.join()).isEqualTo("to patient");
      assertThat(peer.talk.expectAsync(List.of(Expected.end()), LIMIT)).isNotDone();
    }
  }

  @Test
  void closingEndsThemAll() throws Exception {
    try (Peer peer = Peer.onLines()) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(peer.talk.askAsync("q", LIMIT));
      }
      peer.talk.close();
      for (CompletableFuture<String> answer : answers) {
        assertThatThrownBy(answer::join).hasCauseInstanceOf(AsynchronousCloseException.class);
      }
    }
  }

  @Test
  void theEndOfTheOtherSideEndsThemAll() throws Exception {
    try (Child child = Scripts.sh("read q; echo one; read q; read q").piped().start();
        Conversation talk = Conversation.with(child)) {
      var first = talk.askAsync("1", LIMIT);
      var second = talk.askAsync("2", LIMIT);
      var third = talk.askAsync("3", LIMIT);
      assertThat(first.join()).isEqualTo("one");
      assertThatThrownBy(second::join).hasCauseInstanceOf(ConversationException.class);
      assertThatThrownBy(third::join).hasCauseInstanceOf(ConversationException.class);
    }
  }
}
