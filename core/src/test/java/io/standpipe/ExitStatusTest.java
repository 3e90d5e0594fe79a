package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.ExitStatus.Signaled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that tell how something ended, or how it is to end. */
class ExitStatusTest {
  @Test
  @Tag("pitfall-30")
  void theShellsNumberIsTheCodeOr128AndTheSignal() {
    assertThat(new Exited(3).shellCode()).isEqualTo(3);
    assertThat(new Signaled(Signal.TERM, false).shellCode()).isEqualTo(143);
    assertThat(new Exited(137)).isNotEqualTo(new Signaled(Signal.KILL, false));
  }

  @Test
  void onlyExitWithCodeZeroIsZero() {
    assertThat(new Exited(0).isZero()).isTrue();
    assertThat(new Exited(1).isZero()).isFalse();
    assertThat(new Signaled(Signal.HUP, false).isZero()).isFalse();
  }

  @Test
  void theTextSaysHowItEnded() {
    assertThat(new Exited(2)).hasToString("exited with code 2");
    assertThat(new Signaled(Signal.QUIT, true)).hasToString("was ended by SIGQUIT (core dumped)");
  }

  @ParameterizedTest
  @CsvSource({
    "1, SIGHUP",
    "9, SIGKILL",
    "31, SIGSYS",
    "33, SIG33",
    "34, SIGRTMIN+0",
    "64, SIGRTMIN+30"
  })
  void aSignalHasItsName(int number, String name) {
    assertThat(new Signal(number)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65})
  void thereAreNoOtherSignals(int number) {
    assertThatThrownBy(() -> new Signal(number))
        .hasMessage("signal number from 1 to 64 expected: " + number);
  }

  @Test
  void aStopIsCompleteWhenTheChildHasEndedAndNobodyIsLeft() {
    Optional<ExitStatus> ended = Optional.of(new Exited(0));
    assertThat(new StopReport(ended, List.of()).isComplete()).isTrue();
    assertThat(new StopReport(ended, List.of("4711 (sh): so")).isComplete()).isFalse();
    assertThat(new StopReport(Optional.empty(), List.of()).isComplete()).isFalse();
  }

  @Test
  void aLadderHasNoNegativeRungs() {
    Duration less = Duration.ofNanos(-1);
    Duration none = Duration.ZERO;
    String refused = "limits ≥ 0 expected: ";
    assertThatThrownBy(() -> new StopPolicy(less, none, none)).hasMessageStartingWith(refused);
    assertThatThrownBy(() -> new StopPolicy(none, less, none)).hasMessageStartingWith(refused);
    assertThatThrownBy(() -> new StopPolicy(none, none, less)).hasMessageStartingWith(refused);
  }
}
