package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More output than may be kept is an error at once, whoever else holds the streams. */
class CaptureLimitTest {
  /** It has lost its parent and left the group before anybody looked: nobody finds it. */
  private static final String ESCAPES = "(setsid sleep 1000 >/dev/null & echo $! >&3); ";

  /** An orphan's parent is this script until it says where it is. */
  private static final String TOO_MUCH = "read line; head -c 100 /dev/zero; wait";

  @Test
  @Tag("pitfall-6")
  void aDescendantThatEscapedAndHoldsAnotherStreamIsNotWaitedFor() throws Exception {
    try (Pipe pids = Pipe.open();
        Pipe go = Pipe.open()) {
      Command command =
          Scripts.sh(ESCAPES + TOO_MUCH)
              .fd(3, Redirect.to(pids.writer()))
              .stdin(Redirect.from(go.reader()))
              .captureLimit(99);
      var run = Background.start(ThreadKind.VIRTUAL, command::read);
      long pid = pid(pids.reader());
      go.writer().write("\n");
      Throwable outcome = run.outcome();
      Optional<ProcessHandle> escaped = ProcessHandle.of(pid);
      escaped.ifPresent(ProcessHandle::destroyForcibly);
      assertThat(outcome)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("more than 99 bytes");
      Processes.awaitGone(pid);
    }
  }

  private static long pid(PipeReader reader) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    while (text.position() == 0 || text.get(text.position() - 1) != '\n') {
      reader.read(text, Duration.ofSeconds(20));
    }
    return Long.parseLong(
        new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip());
  }
}
