package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.standpipe.framing.Framing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeOptionsTest {
  private static final ExchangeOptions LINES = ExchangeOptions.of(Framing.lines());

  @Test
  void whatIsNoLimitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LINES.limit(Duration.ZERO))
        .withMessage("each > 0 expected: PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LINES.maxInFlight(0))
        .withMessage("questions ≥ 1 expected: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LINES.maxBytesInFlight(-1))
        .withMessage("bytes ≥ 1 expected: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LINES.maxAnswerBytes(0))
        .withMessage("bytes ≥ 1 expected: 0");
  }

  @Test
  @SuppressWarnings("NullAway") // what the compiler keeps us from, others may do
  void aNullIsRefusedByItsName() throws Exception {
    assertThatNullPointerException()
        .isThrownBy(() -> ExchangeOptions.of(null))
        .withMessage("framing");
    assertThatNullPointerException().isThrownBy(() -> LINES.answers(null)).withMessage("how");
    assertThatNullPointerException().isThrownBy(() -> LINES.limit(null)).withMessage("each");
    try (ExchangePeer peer = ExchangePeer.on(LINES)) {
      Exchange<String> exchange = peer.exchange;
      assertThatNullPointerException()
          .isThrownBy(() -> exchange.send(null, new byte[0]))
          .withMessage("question");
      assertThatNullPointerException()
          .isThrownBy(() -> exchange.send("a", null))
          .withMessage("message");
      assertThatNullPointerException()
          .isThrownBy(() -> exchange.sendAll(List.of("a"), null))
          .withMessage("message");
      assertThatNullPointerException()
          .isThrownBy(() -> exchange.sendAll(List.of("a"), _ -> null))
          .withMessage("message");
      assertThat(exchange.inFlight()).isZero();
    }
  }

  @Test
  void optionsSayWhatTheyAre() {
    assertThat(LINES.answers(Answers.counted()).limit(Duration.ofSeconds(5)).maxInFlight(9))
        .hasToString("lines, answers counted, 5s for each, at most 9 questions in flight");
    assertThat(LINES)
        .hasToString("lines, answers one, 30s for each, at most 1024 questions in flight");
  }
}
