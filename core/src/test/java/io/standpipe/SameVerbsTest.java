package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Scripts;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child, and a job of several, are handled by the same words. */
class SameVerbsTest {
  private static final List<String> VERBS =
      List.of(
          "await",
          "awaitSuccess",
          "close",
          "detach",
          "diagnose",
          "isAlive",
          "onDeadlock",
          "signal",
          "signalAll",
          "status",
          "stop",
          "throwIfFailed");

  @ParameterizedTest
  @ValueSource(classes = {Child.class, Job.class})
  void eachHasThem(Class<?> type) {
    assertThat(Stream.of(type.getMethods()).map(Method::getName)).containsAll(VERBS);
  }

  @Test
  void aJobIsSignalledAsAWhole() throws Exception {
    try (Job job = Pipeline.of(Command.of("sleep", "1000"), Command.of("sleep", "1000")).start()) {
      assertThat(job.isAlive()).isTrue();
      assertThat(job.status()).isEmpty();
      assertThat(job.signal(Signal.TERM)).isTrue();
      ExitStatus ended = new ExitStatus.Signaled(Signal.TERM, false);
      assertThat(job.await()).isEqualTo(ended);
      assertThat(job.status()).isEqualTo(Optional.of(ended));
      assertThat(job.signal(Signal.TERM)).isFalse();
    }
  }

  @Test
  void aDescendantIsSignalledByAll() throws Exception {
    try (Job job = Pipeline.of(Scripts.sh("sleep 1000 & echo; wait"), Command.of("cat")).start()) {
      job.signalAll(Signal.KILL);
      assertThat(job.await()).isEqualTo(new ExitStatus.Signaled(Signal.KILL, false));
    }
  }
}
