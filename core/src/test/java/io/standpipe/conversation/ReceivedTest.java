package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.standpipe.Child;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call that runs out of time tells its caller what had come. */
@Tag("pitfall-43")
class ReceivedTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void anExpectThatRunsOutOfTimeHasWhatCame() throws Exception {
    try (Child child = start("echo one; printf two; echo said >&3; exec sleep 1000");
        Conversation talk = Conversation.with(child)) {
      child.reader(3).read(ByteBuffer.allocate(5));
      assertThatThrownBy(() -> talk.expect("login: ", SHORT))
          .asInstanceOf(type(DeadlineExceededException.class))
          .returns("one\ntwo", DeadlineExceededException::received);
    }
  }

  /** Says on descriptor 3 when all is written. */
  private static Child start(String script) throws IOException {
    return Scripts.sh(script).piped().fd(3, Redirect.pipeFromChild()).start();
  }

  @Test
  @Tag("pitfall-57")
  void secretsInItAreMasked() throws Exception {
    try (Child child = start("read word; echo got $word; echo said >&3; exec sleep 1000");
        Conversation talk = Conversation.with(child)) {
      talk.sendSecret("hunter2");
      child.reader(3).read(ByteBuffer.allocate(5));
      assertThatThrownBy(() -> talk.expect("login: ", SHORT))
          .asInstanceOf(type(DeadlineExceededException.class))
          .extracting(DeadlineExceededException::received)
          .asString()
          .startsWith("got ")
          .doesNotContain("hunter2");
    }
  }
}
