package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that are recognised by their content: {@code 7:text}. */
@Timeout(60)
class ReplyMatcherTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private static ConversationOptions byNumber(Consumer<String> unmatched) {
    return ConversationOptions.lines()
        .maxInFlight(64)
        .answers(
            Answers.key(
                new ReplyMatcher() {
                  @Override
                  public Object questionKey(String question) {
                    return question.substring(0, question.indexOf(':'));
                  }

                  @Override
                  public Optional<String> answerKey(String message) {
                    int colon = message.indexOf(':');
                    return colon < 0 ? Optional.empty() : Optional.of(message.substring(0, colon));
                  }

                  @Override
                  public Optional<String> handleUnmatched(String message) {
                    unmatched.accept(message);
                    return Optional.empty();
                  }
                }));
  }

  /** It collects some questions and answers them in any order, with remarks in between. */
  private static final String SHUFFLER =
      """
      import random, sys
      held = []
      for q in sys.stdin:
          held.append(q)
          if len(held) == 8:
              random.shuffle(held)
              print('remark\\n' + ''.join(held), end='', flush=True)
              held = []
      """;

  @Test
  void answersInAnyOrderGoToTheirQuestions() throws Exception {
    BlockingQueue<String> remarks = new LinkedBlockingQueue<>();
    try (Child child = Scripts.python(SHUFFLER).piped().start();
        Conversation talk = Conversation.with(child, byNumber(remarks::add))) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8000; i++) {
        answers.add(talk.askAsync(i + ":question", LIMIT));
      }
      for (int i = 0; i < 8000; i++) {
        assertThat(answers.get(i).join()).isEqualTo(i + ":question");
      }
      for (int i = 0; i < 1000; i++) {
        assertThat(remarks.take()).isEqualTo("remark");
      }
    }
  }

  @Test
  void anUnmatchedMessageIsHandledAtOnceAndTheHandlerMayAsk() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var talk = new CompletableFuture<Conversation>();
    ConversationOptions options =
        byNumber(message -> heard.add(message + " " + asked(talk.join())));
    try (Peer peer = Peer.on(options)) {
      talk.complete(peer.talk);
      peer.says("hello\n");
      assertThat(peer.hears()).isEqualTo("1:and you?");
      peer.says("1:fine\n");
      assertThat(heard.take()).isEqualTo("hello 1:fine");
    }
  }

  private static String asked(Conversation talk) {
    try {
      return talk.ask("1:and you?", LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReplyToARequestOfTheOtherSideIsSentThroughTheConversation() throws Exception {
    var polite =
        new ReplyMatcher() {
          @Override
          public Object questionKey(String question) {
            return question;
          }

          @Override
          public Optional<String> answerKey(String message) {
            return Optional.empty();
          }

          @Override
          public Optional<String> handleUnmatched(String message) {
            return Optional.of("answer to " + message);
          }
        };
    try (Peer peer = Peer.on(ConversationOptions.lines().answers(Answers.key(polite)))) {
      peer.says("who are you?\n");

      assertThat(peer.hears()).isEqualTo("answer to who are you?");
    }
  }

  @Test
  void aLateAnswerAndASecondOneAreUnmatched() throws Exception {
    BlockingQueue<String> unmatched = new LinkedBlockingQueue<>();
    try (Peer peer = Peer.on(byNumber(unmatched::add))) {
      assertThatThrownBy(() -> peer.talk.ask("1:late", SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      var asking = Background.start(ThreadKind.VIRTUAL, () -> peer.talk.ask("2:q", LIMIT));
      assertThat(List.of(peer.hears(), peer.hears())).containsExactly("1:late", "2:q");
      peer.says("1:here\n2:a\n2:a\n");

      assertThat(asking.value()).isEqualTo("2:a");
      assertThat(List.of(unmatched.take(), unmatched.take())).containsExactly("1:here", "2:a");
    }
  }

  @Test
  void theSameKeyTwiceAtATimeIsRefused() throws Exception {
    try (Peer peer = Peer.on(byNumber(_ -> {}))) {
      var first = peer.talk.askAsync("1:a", LIMIT);
      assertThatThrownBy(() -> peer.talk.askAsync("1:b", LIMIT))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> peer.talk.ask("1:b", LIMIT))
          .isInstanceOf(IllegalArgumentException.class);
      peer.says("1:x\n");
      assertThat(first.join()).isEqualTo("1:x");
      var again = peer.talk.askAsync("1:c", LIMIT);
      peer.says("1:y\n");
      assertThat(again.join()).isEqualTo("1:y");
    }
  }

  @Test
  @Tag("pitfall-33")
  @Tag("pitfall-19")
  void aListenerThatBlocksHoldsUpNoAnswerUntilTooManyWait() throws Exception {
    var go = new CountDownLatch(1);
    try (Peer peer = Peer.on(byNumber(_ -> await(go)))) {
      peer.says("remark\n".repeat(60));
      var asking = peer.talk.askAsync("1:q", LIMIT);
      peer.says("1:a\n");
      assertThat(asking.join()).isEqualTo("1:a");
      int capacity = peer.toUs.writer().capacity();
      assertThatThrownBy(() ->
              peer.toUs.writer().write(ByteBuffer.wrap(Bytes.filled(4 * capacity, '\n')), SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      go.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closeAndEndReachEveryQuestionAndNoThreadStays() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Peer peer = Peer.on(byNumber(_ -> {}))) {
      var asking = peer.talk.askAsync("1:q", LIMIT);
      peer.ends();
      assertThatThrownBy(asking::join).hasCauseInstanceOf(ConversationException.class);
      assertThatThrownBy(() -> peer.talk.ask("2:q", LIMIT))
          .isInstanceOf(ConversationException.class);
    }
    try (Peer peer = Peer.on(byNumber(_ -> {}))) {
      var asking = Background.parked(ThreadKind.VIRTUAL, () -> peer.talk.ask("1:q", LIMIT));
      peer.talk.close();
      assertThat(asking.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
    Leaks.assertNoneSince(before);
  }
}
