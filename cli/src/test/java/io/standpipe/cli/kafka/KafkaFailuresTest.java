package io.standpipe.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.output.ExitException;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KafkaFailuresTest {
  /** Of others: usage, a deadlock, a time limit, and those of programs that a signal ended. */
  private static final Set<Integer> TAKEN = Set.of(0, 1, 2, 35, 124);

  @Test
  void eachReasonHasAnExitCodeOfItsOwn() {
    Set<Integer> codes =
        Arrays.stream(Reason.values()).map(KafkaFailures::exitCode).collect(Collectors.toSet());

    assertThat(codes)
        .hasSameSizeAs(Reason.values())
        .doesNotContainAnyElementsOf(TAKEN)
        .allMatch(code -> code < 128);
  }

  @Test
  void theHelpTellsEachOfThem() {
    String help = StandpipeRunner.call("worker", "--help").exits(0).out();

    for (Reason reason : Reason.values()) {
      assertThat(help).containsPattern("\n +" + KafkaFailures.exitCode(reason) + " +[a-z]");
    }
  }

  @Test
  void theLineIsTheMessage() {
    var failure = new KafkaTaskException(Reason.NO_TOPIC, "read topic in: it does not exist", null);

    ExitException exit = KafkaFailures.of(failure);

    assertThat(exit.exitCode()).isEqualTo(66);
    assertThat(exit.line()).isEqualTo("read topic in: it does not exist");
  }
}
