package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A call refuses an option that it does not obey, and names the call that obeys it. */
@Tag("pitfall-49")
class RefusedOptionsTest {
  private static final Command CAT = Command.of("cat");
  private static final Duration LIMIT = Duration.ofSeconds(1);

  @TempDir private Path folder;

  static Stream<Arguments> optionsOfRuns() {
    return Stream.of(
        Arguments.of("timeout", CAT.timeout(LIMIT)),
        Arguments.of("lateOutput", CAT.lateOutput(LateOutput.detach())),
        Arguments.of("captureLimit", CAT.captureLimit(99)));
  }

  @ParameterizedTest
  @MethodSource("optionsOfRuns")
  void startRefusesWhatOnlyARunObeys(String method, Command command) {
    assertThatThrownBy(command::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "start [\"cat\"]: start() does not obey "
                + method
                + "(…); use run(), read() or capture(), or leave it out and call await(limit)");
  }

  @ParameterizedTest
  @MethodSource("optionsOfRuns")
  void aLinkRefusesWhatOnlyACommandAloneObeys(String method, Command command) {
    assertThatThrownBy(() -> Link.between(CAT, command))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a link does not obey " + method + "(…) of [\"cat\"]");
    assertThatThrownBy(() -> Link.between(command, CAT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("optionsOfRuns")
  void spawnRefusesWhatOnlyACommandAloneObeys(String method, Command command) {
    assertThatThrownBy(() -> Stdio.spawn(command))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spawn does not obey " + method + "(…)");
  }

  @Test
  void aPipelineAndALinkThatAreStartedRefuseATimeLimit() {
    assertThatThrownBy(CAT.pipeTo(CAT).timeout(LIMIT)::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start() does not obey timeout(…)");
    assertThatThrownBy(Link.between(CAT, CAT).timeout(LIMIT)::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start() does not obey timeout(…)");
  }

  @Test
  void aLinkAndSpawnRefuseStreamsThatTheyConnectThemselves() {
    Path file = folder.resolve("never made");
    for (Command command :
        new Command[] {
          CAT.input("x"), CAT.stdin(Redirect.nothing()), CAT.stdout(Redirect.to(file))
        }) {
      assertThatThrownBy(() -> Link.between(command, CAT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a link connects the standard ");
      assertThatThrownBy(() -> Stdio.spawn(command))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("spawn connects the standard ");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void successIsObeyedByThoseWhoAwaitIt() throws Exception {
    try (Child child = Command.shell("exit 3").success(3).start()) {
      assertThat(child.awaitSuccess()).isEqualTo(new ExitStatus.Exited(3));
      child.throwIfFailed();
    }
    try (Child child = Command.shell("exit 3").start()) {
      child.await();
      assertThatThrownBy(child::throwIfFailed).isInstanceOf(CommandFailedException.class);
    }
  }
}
