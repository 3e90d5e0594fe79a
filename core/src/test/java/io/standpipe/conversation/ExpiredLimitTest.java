package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.error.DeadlineExceededException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that have no time left when they begin. */
@Timeout(60)
class ExpiredLimitTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void aQuestionWithoutTimeIsNotSent() throws Exception {
    try (Peer peer = Peer.onLines()) {
      assertThatThrownBy(() -> peer.talk.ask("too late", Duration.ZERO))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("it was not");
      assertThatThrownBy(() -> peer.talk.askAsync("too late", Duration.ZERO))
          .isInstanceOf(DeadlineExceededException.class);

      peer.talk.send("now", LIMIT);
      assertThat(peer.hears()).isEqualTo("now");
      peer.says("yes\n");
      assertThat(peer.talk.receive(Duration.ZERO)).contains("yes"); // does not wait
    }
  }

  @Test
  void theOverallLimitEndsAConversationWithAQuickPeer() throws Exception {
    ConversationOptions options = ConversationOptions.lines().overallLimit(Duration.ofMillis(300));
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat, options)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000_000; i++) {
                  talk.ask("quick", LIMIT);
                }
              })
          .isInstanceOf(DeadlineExceededException.class);

      Map<String, ThrowingCallable> calls =
          Map.of(
              "ask", () -> talk.ask("q", LIMIT),
              "askAsync", () -> talk.askAsync("q", LIMIT),
              "send", () -> talk.send("m", LIMIT),
              "write", () -> talk.write("w"),
              "receive", () -> talk.receive(LIMIT),
              "expect", () -> talk.expect("x", LIMIT));
      calls.forEach((name, call) ->
          assertThatThrownBy(call)
              .as(name)
              .isInstanceOf(DeadlineExceededException.class)
              .hasMessageContaining("for the whole conversation"));
      assertThat(talk.isAnswering("?", LIMIT)).isFalse();
      talk.closeWriter();
      assertThat(cat.stdout().readAllBytes()).isEmpty(); // nothing of them was sent
    }
  }

  @Test
  void aNegativeLimitIsRefused() {
    Duration negative = Duration.ofMillis(-1);
    assertThatThrownBy(() -> ConversationOptions.lines().limit(negative))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each ≥ 0 expected: PT-0.001S");
    assertThatThrownBy(() -> ConversationOptions.lines().overallLimit(negative))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ConversationOptions.lines().quietPeriod(negative))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
