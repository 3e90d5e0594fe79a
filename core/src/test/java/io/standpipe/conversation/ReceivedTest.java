package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.standpipe.Child;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call that runs out of time tells its caller what had come. */
@Tag("pitfall-43")
class ReceivedTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void anExpectThatRunsOutOfTimeHasWhatCame() throws Exception {
    try (Child child = Scripts.sh("echo one; printf two; exec sleep 1000").piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThatThrownBy(() -> talk.expect("login: ", SHORT))
          .asInstanceOf(type(DeadlineExceededException.class))
          .returns("one\ntwo", DeadlineExceededException::received);
    }
  }

  @Test
  @Tag("pitfall-57")
  void secretsInItAreMasked() throws Exception {
    try (Child child = Scripts.sh("read word; echo got $word; exec sleep 1000").piped().start();
        Conversation talk = Conversation.with(child)) {
      talk.sendSecret("hunter2");
      assertThatThrownBy(() -> talk.expect("login: ", SHORT))
          .asInstanceOf(type(DeadlineExceededException.class))
          .extracting(DeadlineExceededException::received)
          .asString()
          .startsWith("got ")
          .doesNotContain("hunter2");
    }
  }
}
