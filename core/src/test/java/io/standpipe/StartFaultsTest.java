package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Processes;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that throws leaves nothing running, whatever was thrown and at whichever call. */
@Tag("pitfall-50")
class StartFaultsTest {
  /** An error that a close throws loses the descriptor itself, which no code can make good. */
  private static final Set<String> SPARED = Set.of("close");

  private static final String MARK = "4711.25";

  /** Our children, dead or alive, without the parent watchdog. */
  private static List<ProcessInfo> programs() {
    return Processes.own().stream()
        .filter(p -> !p.command().endsWith("standpipe-watchdog"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "contained", "tied"})
  @Tag("slow")
  void anErrorThrownAtAnyCallOfAStartLeavesNoProgram(String kind) throws Exception {
    Command sleep =
        Command.of("sleep", MARK).stdout(Redirect.pipe()).stderr(Redirect.nothing()).input("text");
    Command command =
        switch (kind) {
          case "contained" -> sleep.contained();
          case "tied" -> sleep.tied();
          default -> sleep;
        };
    start(new FaultyPosix(), command); // what is made once is there from now on
    int failed = 0;
    boolean reached = true;
    for (int n = 0; reached; n++) {
      var kernel = new FaultyPosix();
      int at = n;
      var calls = new AtomicInteger();
      kernel.weather(call ->
          !SPARED.contains(call) && calls.getAndIncrement() == at
              ? Fault.before(() -> {
                throw new OutOfMemoryError("thrown by a test");
              })
              : Fault.NONE);
      failed += start(kernel, command) ? 0 : 1;
      reached = calls.get() > at;
    }
    assertThat(failed).isGreaterThan(5);
    Eventually.holds("no program is left", () -> programs().isEmpty(), () -> "" + programs());
  }

  /** Whether it could be started; closes it. */
  private static boolean start(FaultyPosix kernel, Command command) throws IOException {
    try (Child child = command.start(kernel.posix())) {
      child.signal(Signal.KILL);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.ENOSYS, Errno.EPERM, Errno.EMFILE})
  void wherePidfdsAreNotToBeHadNoProgramIsStarted(int errno) {
    var kernel = new FaultyPosix();
    kernel.always("pidfd_open", Fault.errno(errno));
    assertThat(failure(kernel)).hasMessageContaining(Errno.text(errno));
    assertThat(kernel.count("posix_spawn")).isZero();
  }

  @Test
  void ifTheThreadsOfAStartCannotBeHadNoProgramIsStarted() {
    var kernel = new FaultyPosix();
    kernel.always(
        "pidfd_open",
        Fault.before(() -> {
          throw new OutOfMemoryError("unable to create native thread");
        }));
    assertThat(failure(kernel)).isInstanceOf(OutOfMemoryError.class);
    assertThat(kernel.count("posix_spawn")).isZero();
  }

  private static Throwable failure(FaultyPosix kernel) {
    try {
      Command.of("sleep", MARK).start(kernel.posix()).close();
      return new AssertionError("it was started");
    } catch (IOException | OutOfMemoryError e) {
      return e;
    }
  }
}
