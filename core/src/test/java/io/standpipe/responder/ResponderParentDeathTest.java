package io.standpipe.responder;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.children.Responders;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Screen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Responders whose parent, a shell, is killed by SIGKILL. This test holds their input open, so they
 * cannot learn of the death from the end of the input.
 */
@Tag("pitfall-11")
@Tag("pitfall-27")
@Timeout(60)
@Tag("slow")
class ResponderParentDeathTest {
  /**
   * A job in the background of a shell gets /dev/null as its input, unless another one is given.
   */
  private static final String PARENT = "exec 3<&0; \"$@\" <&3 3<&- & echo $! >&2; wait";

  private static Child parentOf(String kind) throws Exception {
    return Command.of("/bin/sh", "-c", PARENT, "sh")
        .args(Command.self(Responders.class, kind).words().toArray(String[]::new))
        .piped()
        .stderr(Redirect.pipe())
        .start();
  }

  private static void kill(Child parent) throws Exception {
    parent.signal(Signal.KILL);
    parent.await();
  }

  private static void assertEnded(long pid) {
    Eventually.holds("it has ended", () -> ProcessHandle.of(pid).isEmpty());
  }

  private static long pid(Screen errors) throws Exception {
    return Long.parseLong(errors.until("\n"));
  }

  @Test
  void oneThatWaitsForARequestEnds() throws Exception {
    try (Child parent = parentOf("echo")) {
      var errors = new Screen(parent.stderr());
      long pid = pid(errors);
      var answers = new Screen(parent.stdout());
      parent.stdin().write("a\n");
      answers.until("got a\n");
      kill(parent);
      assertThat(answers.rest()).isEmpty();
      assertThat(errors.rest()).isEmpty();
      assertEnded(pid);
    }
  }

  @Test
  void oneThatIsAtWorkIsInterruptedAndEnds() throws Exception {
    try (Child parent = parentOf("sleeps")) {
      var errors = new Screen(parent.stderr());
      long pid = pid(errors);
      parent.stdin().write("a\n");
      errors.until("begun a\n");
      kill(parent);
      assertThat(errors.rest()).isEqualTo("run has returned, interrupted: false\n");
      assertEnded(pid);
    }
  }

  @Test
  void oneThatWaitsForItsAnswerToBeReadEnds() throws Exception {
    try (Child parent = parentOf("echo")) {
      var errors = new Screen(parent.stderr());
      long pid = pid(errors);
      parent.stdin().write("x".repeat(1 << 20) + "\n");
      Eventually.holds("the pipe is full", () -> parent.stdout().available() >= 60_000);
      kill(parent);
      assertThat(errors.rest()).isEmpty();
      assertEnded(pid);
    }
  }

  @Test
  void oneWhoseFunctionIgnoresTheInterruptExitsAfterTheGrace() throws Exception {
    try (Child parent = parentOf("stuck")) {
      var errors = new Screen(parent.stderr());
      long pid = pid(errors);
      parent.stdin().write("a\n");
      errors.until("begun a\n");
      kill(parent);
      assertThat(errors.rest())
          .contains("ignored an interrupt")
          .contains("has died, and the request at hand was not done PT0.05S after its interrupt");
      assertEnded(pid);
    }
  }

  @Test
  void oneThatMayOutliveItsParentGoesOnToTheEndOfTheInput() throws Exception {
    try (Child parent = parentOf("outliving")) {
      var errors = new Screen(parent.stderr());
      long pid = pid(errors);
      var answers = new Screen(parent.stdout());
      parent.stdin().write("a\n");
      answers.until("got a\n");
      kill(parent);
      parent.stdin().write("b\n");
      answers.until("got b\n");
      parent.stdin().close();
      assertThat(answers.rest()).isEmpty();
      assertThat(errors.rest()).isEmpty();
      assertEnded(pid);
    }
  }
}
