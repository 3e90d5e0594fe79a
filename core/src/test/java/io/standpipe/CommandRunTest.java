package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.ExitStatus.Signaled;
import io.standpipe.children.Scripts;
import io.standpipe.testing.Leaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What counts as success, and life beside the JDK's own children. */
class CommandRunTest {
  private static final Command THREE = Scripts.sh("echo out; exit 3");

  @Test
  @Tag("pitfall-1")
  void anExitCodeOtherThanZeroIsAnError() {
    for (Runs way : List.<Runs>of(THREE::run, THREE::read, THREE::readBytes, THREE::capture)) {
      assertThatThrownBy(way::now)
          .isInstanceOfSatisfying(
              CommandFailedException.class,
              e -> {
                assertThat(e.status()).isEqualTo(new Exited(3));
                assertThat(e.words()).isEqualTo(THREE.words());
              })
          .hasMessageContaining("exited with code 3");
    }
  }

  @Test
  @Tag("pitfall-1")
  void codesThatWereDeclaredFineAreNoErrorAndOnlyThose() throws Exception {
    assertThat(THREE.success(1, 3).read()).isEqualTo("out");
    assertThat(THREE.success(3).run()).isEqualTo(new Exited(3));
    assertThatThrownBy(Command.of("true").success(1)::run)
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("command [\"true\"] exited with code 0");
    assertThatThrownBy(THREE.anyExit().success(0)::run).isInstanceOf(CommandFailedException.class);
  }

  @Test
  @Tag("pitfall-1")
  void aSignalIsAnErrorUnlessEveryExitIsFine() throws Exception {
    Command killed = Scripts.sh("kill -KILL $$");
    assertThatThrownBy(killed.success(0, 137)::run).hasMessageContaining("was ended by SIGKILL");
    assertThat(killed.anyExit().run()).isEqualTo(new Signaled(Signal.KILL, false));
    assertThat(THREE.anyExit().read()).isEqualTo("out");
  }

  @Test
  void aTimeoutThatIsNotReachedChangesNothing() throws Exception {
    assertThat(THREE.anyExit().timeout(Duration.ofDays(1_000_000)).read()).isEqualTo("out");
    assertThatThrownBy(() -> THREE.timeout(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> THREE.captureLimit(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatNoProgramCanMeetIsRefused() {
    assertThatThrownBy(THREE::success)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anyExit()");
    for (int code : new int[] {-1, 256, 300}) {
      assertThatThrownBy(() -> THREE.success(0, code))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("exit code from 0 to 255 expected: " + code);
    }
    assertThatThrownBy(() -> LateOutput.linger(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quiet time ≥ 0 expected: PT-0.001S");
    Pipeline pipeline = Pipeline.of(THREE);
    assertThatThrownBy(() -> pipeline.timeout(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    Link link = Link.between(THREE, THREE);
    assertThatThrownBy(() -> link.timeout(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StopPolicy(Duration.ZERO, Duration.ofSeconds(-1), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limits ≥ 0 expected: PT0S, PT-1S, PT0S");
  }

  @Test
  @Tag("pitfall-3")
  void theJdksChildrenAndOursDoNotDisturbEachOther() throws Exception {
    Leaks before = Leaks.snapshot();
    List<Process> theirs = new ArrayList<>();
    List<Child> ours = new ArrayList<>();
    for (int code = 0; code < 40; code++) {
      theirs.add(new ProcessBuilder("/bin/sh", "-c", "exit " + code).start());
      ours.add(Scripts.sh("exit " + (100 + code)).start());
    }
    for (int code = 0; code < 40; code++) {
      assertThat(theirs.get(code).waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(theirs.get(code).exitValue()).isEqualTo(code);
      assertThat(ours.get(code).await()).isEqualTo(new Exited(100 + code));
      theirs.get(code).getInputStream().close();
      theirs.get(code).getErrorStream().close();
      theirs.get(code).getOutputStream().close();
    }
    Leaks.assertNoneSince(before);
  }

  private interface Runs {
    Object now() throws Exception;
  }
}
