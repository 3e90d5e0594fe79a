package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What explains a deadline is looked for before it, and delays nothing. */
@Tag("pitfall-47")
class LookAheadTest {
  private static final Deadline SOON = Deadline.after(Duration.ofSeconds(20));

  @Test
  void whatWasFoundInTimeIsThere() {
    LookAhead<String> look = LookAhead.start(ended -> "because");
    assertThat(look.await(SOON)).hasValue("because");
    look.end();
    assertThat(look.found()).hasValue("because");
    assertThat(look.missing()).isEmpty();
  }

  @Test
  void whatHangsIsNotWaitedFor() {
    var released = new CountDownLatch(1);
    LookAhead<String> look =
        LookAhead.start(ended -> {
          released.await();
          return "because";
        });
    look.end();
    assertThat(look.found()).isEmpty();
    assertThat(look.missing()).contains("had not finished");
    released.countDown();
    assertThat(look.await(SOON)).as("gathered before the end").hasValue("because");
  }

  @Test
  void aLookLearnsThatItsTimeIsOver() throws Exception {
    var begun = new CountDownLatch(1);
    LookAhead<String> look =
        LookAhead.start(ended -> {
          begun.countDown();
          Eventually.holds("the end is seen", ended::getAsBoolean);
          throw new CancellationException();
        });
    begun.await();
    look.end();
    assertThat(look.await(SOON)).isEmpty();
    assertThat(look.missing()).contains("had not finished");
  }

  @Test
  void aLookThatFailsIsNoExplanation() {
    LookAhead<String> look =
        LookAhead.start(ended -> {
          throw new OutOfMemoryError("in a test");
        });
    assertThat(look.await(SOON)).isEmpty();
    assertThat(look.missing()).contains("could not look");
  }
}
