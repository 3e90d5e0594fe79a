package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Runs;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.SignalAction;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A JVM that was started with SIGCHLD ignored: the kernel would take the exit statuses away. */
@Tag("pitfall-56")
class IgnoredChildSignalTest {
  @Test
  void aJvmThatWasStartedWithItIgnoredLearnsHowItsChildrenEnd() throws Exception {
    Output output =
        Command.self(Runs.class, "sh", "-c", "exit 7")
            .ignoring(new Signal(Constants.SIGCHLD))
            .anyExit()
            .timeout(Duration.ofSeconds(30))
            .capture();
    assertThat(output.errorText()).contains("exited with code 7").doesNotContain("is lost");
  }

  @Test
  void thisProcessKeepsItsChildrenUntilTheyAreReaped() {
    var now = new SignalAction();
    assertThat(Platform.posix().sigaction(Constants.SIGCHLD, null, now)).isZero();
    assertThat(now.discardsChildren()).isFalse();
  }
}
