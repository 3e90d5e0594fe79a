package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a listener throws is reported, and each answer still goes to its own question. */
class ThrowingListenerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Command ECHO =
      Command.of("/bin/sh", "-c", "while read -r x; do echo \"$x!\"; done").piped();

  private final AtomicInteger told = new AtomicInteger();

  private void fail() {
    told.incrementAndGet();
    throw new AssertionError("thrown by a listener, on purpose");
  }

  @Test
  void aListenerThatThrowsDoesNotShiftTheAnswers() throws Exception {
    ConversationOptions options =
        ConversationOptions.lines().limit(LIMIT).onMessage((direction, text) -> fail());
    try (Child child = ECHO.start();
        Conversation talk = Conversation.with(child, options)) {
      assertThat(talk.ask("a")).isEqualTo("a!");
      var b = talk.askAsync("b");
      var c = talk.askAsync("c");
      assertThat(b.get()).isEqualTo("b!");
      assertThat(c.get()).isEqualTo("c!");
      assertThat(talk.ask("d")).isEqualTo("d!");
      assertThat(told).hasValue(8);
    }
  }

  @Test
  void aHandlerOfUnmatchedMessagesMayThrowAnErrorEachTime() throws Exception {
    ReplyMatcher keys =
        new ReplyMatcher() {
          @Override
          public Object questionKey(String question) {
            return question;
          }

          @Override
          public Optional<?> answerKey(String answer) {
            return answer.endsWith("!") ? Optional.of(answer.replace("!", "")) : Optional.empty();
          }

          @Override
          public Optional<String> handleUnmatched(String message) {
            fail();
            return Optional.empty();
          }
        };
    String notes = "while read -r x; do echo note; echo note; echo \"$x!\"; done";
    try (Child child = Command.of("/bin/sh", "-c", notes).piped().start();
        Conversation talk =
            Conversation.with(
                child,
                ConversationOptions.lines()
                    .limit(LIMIT)
                    .answers(Answers.key(keys))
                    .maxInFlight(2))) {
      for (int i = 0; i < 20; i++) {
        assertThat(talk.ask("q" + i)).isEqualTo("q" + i + "!");
      }
      assertThat(told).hasValueGreaterThan(30);
    }
  }
}
