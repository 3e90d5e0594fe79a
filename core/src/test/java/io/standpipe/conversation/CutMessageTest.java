package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Pipe;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages to a peer that does not read, cut by their deadline. */
class CutMessageTest {
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** The message that was cut is whole in the end; what came after it, too late, was not sent. */
  @Test
  @Tag("pitfall-19")
  void onlyTheMessageInFlightIsKept() throws Exception {
    String large = "x".repeat(200_000);
    try (Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        Conversation talk =
            Conversation.over(back.reader(), there.writer(), ConversationOptions.lines())) {
      assertThatThrownBy(() -> talk.send(large, SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> talk.send("late", SHORT))
            .isInstanceOf(DeadlineExceededException.class);
      }
      var heard = Background.start(ThreadKind.VIRTUAL, () -> there.reader().readAllBytes());
      talk.send("last", LONG);
      talk.closeWriter();
      assertThat(new String(heard.value(), US_ASCII)).isEqualTo(large + "\nlast\n");
    }
  }

  @Test
  void everyCallThatWritesCanBeGivenALimit() throws Exception {
    String large = "x".repeat(200_000);
    Map<String, Writing> calls =
        Map.of(
            "send", talk -> talk.send(large, SHORT),
            "send bytes", talk -> talk.send(large.getBytes(US_ASCII), SHORT),
            "sendSecret", talk -> talk.sendSecret(large, SHORT),
            "write", talk -> talk.write(large, SHORT));
    for (Map.Entry<String, Writing> call : calls.entrySet()) {
      try (Pipe there = Pipe.open();
          Pipe back = Pipe.open();
          Conversation talk =
              Conversation.over(back.reader(), there.writer(), ConversationOptions.lines())) {
        assertThatThrownBy(() -> call.getValue().to(talk))
            .as(call.getKey())
            .isInstanceOf(DeadlineExceededException.class);
      }
    }
  }

  private interface Writing {
    void to(Conversation talk) throws IOException;
  }
}
