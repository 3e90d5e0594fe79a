package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Null where a message belongs: refused at once, and the conversation is as it was. */
@Timeout(60)
@SuppressWarnings("NullAway") // that is what it is about
class NullMessageTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void aNullQuestionLeavesNothingInFlight() throws Exception {
    try (Peer peer = Peer.on(ConversationOptions.lines().maxInFlight(2))) {
      Conversation talk = peer.talk;
      List<ThrowingCallable> calls =
          List.of(
              () -> talk.ask((String) null),
              () -> talk.ask((byte[]) null, LIMIT),
              () -> talk.ask("q", null),
              () -> talk.askAsync(null),
              () -> talk.askUntil("q", null),
              () -> talk.send(null),
              () -> talk.write(null));
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
      }
      peer.says("one\n");
      assertThat(talk.receive(LIMIT)).contains("one");
      var answer = talk.askAsync("two?", LIMIT);
      assertThat(peer.hears()).isEqualTo("two?");
      peer.says("two\n");
      assertThat(answer.get()).isEqualTo("two");
    }
  }

  @Test
  void aQuestionWithoutAKeyIsRefused() throws Exception {
    ReplyMatcher none =
        new ReplyMatcher() {
          @Override
          public Object questionKey(String question) {
            return null;
          }

          @Override
          public Optional<?> answerKey(String message) {
            return Optional.of(message);
          }

          @Override
          public Optional<String> handleUnmatched(String message) {
            return Optional.empty();
          }
        };
    try (Peer peer = Peer.on(ConversationOptions.lines().answers(Answers.key(none)))) {
      assertThatThrownBy(() -> peer.talk.ask("q", LIMIT))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("its key");
    }
  }
}
