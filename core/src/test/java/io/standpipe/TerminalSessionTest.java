package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.OnTerminal;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Installed;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.Screen;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child's terminal is its controlling one, as real programs find that need one. */
@Tag("pitfall-13")
@Timeout(30)
class TerminalSessionTest {
  private static final ExitStatus WELL = new ExitStatus.Exited(0);

  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  @Test
  void allThreeDescriptorsAreItAndPsShowsItWithTheChildInTheForeground() throws Exception {
    Installed.orSkip("ps");
    String script = "tty; tty <&1; tty <&2; ps -o tty=,sid=,tpgid=,stat= -p $$; echo $$";
    try (Child child = Scripts.sh(script).terminal().start()) {
      List<String> lines = new Screen(child.stdout()).rest().lines().toList();
      String path = lines.getFirst();
      assertThat(path).startsWith("/dev/pts/");
      assertThat(child.terminal()).hasToString("terminal of sh (" + path + ")");
      assertThat(lines.subList(1, 3)).containsExactly(path, path);
      String pid = Long.toString(child.pid());
      String[] shown = lines.get(3).split(" +", -1);
      assertThat(shown).hasSize(4).startsWith(path.substring("/dev/".length()), pid, pid);
      // A session leader in the foreground. On a busy machine it may not wait for ps yet; under
      // nice, ps shows the priority too.
      assertThat(shown[3]).matches("[RSD][<N]?s\\+");
      assertThat(lines.get(4)).isEqualTo(pid);
    }
  }

  @Test
  void theChildHasNoOtherDescriptor() throws Exception {
    String script = "for n in $(seq 0 30); do test -e /proc/$$/fd/$n && echo $n; done; exit 0";
    assertThat(Scripts.sh(script).terminal().read().lines()).containsExactly("0", "1", "2");
    assertThat(Scripts.sh(script).piped().fd(5, Redirect.terminal(Terminal.raw())).read().lines())
        .containsExactly("0", "1", "2", "5");
  }

  @Test
  void anotherDescriptorMayBeItAndItIsTheControllingOneThen() throws Exception {
    Command command = Scripts.sh("echo pipe; echo terminal >/dev/tty").piped();
    try (Child child = command.fd(9, Redirect.terminal(Terminal.raw())).start()) {
      assertThat(new Screen(child.stdout()).rest()).isEqualTo("pipe\n");
      assertThat(new Screen(child.terminal().reader()).rest()).isEqualTo("terminal\n");
    }
  }

  @Test
  void ctrlCInterruptsTheChild() throws Exception {
    for (Terminal terminal : List.of(Terminal.cooked(), Terminal.raw().signals(true))) {
      try (Child child = Scripts.sh("echo go; exec sleep 1000").terminal(terminal).start()) {
        new Screen(child.stdout()).until("go");
        child.stdin().write("\u0003");
        assertThat(child.await())
            .isInstanceOfSatisfying(
                ExitStatus.Signaled.class, e -> assertThat(e.signal()).isEqualTo(Signal.INT));
      }
    }
  }

  /** As a background job has them, and what nohup starts. */
  @Test
  void signalsOfATerminalThatAreIgnoredHereAreNotIgnoredThere() throws Exception {
    List<String> self =
        Command.self(OnTerminal.class, "grep", "SigIgn", "/proc/self/status").words();
    String ignored =
        Scripts.sh("trap '' HUP INT QUIT TSTP TTIN TTOU; exec \"$@\"")
            .args(self.toArray(String[]::new))
            .read();
    assertThat(Long.parseLong(Processes.field(ignored, "SigIgn"), 16) & 0x380007).isZero();
  }

  @Test
  void ctrlCInterruptsTheForegroundJobOfAShellAndNotTheShell() throws Exception {
    Installed.orSkip("bash");
    Command bash = Command.of("bash", "--norc", "-i").env("PS1", "? ").env("TERM", "dumb");
    try (Child child = bash.terminal(Terminal.cooked().echo(false)).start()) {
      var screen = new Screen(child.stdout());
      screen.until("? ");
      child.stdin().write("sleep 1000\n");
      Eventually.holds("the sleep runs", () -> !sleeping(child).isEmpty());
      long sleep = sleeping(child).getFirst();
      child.stdin().write("\u0003");
      screen.until("? ");
      Processes.awaitGone(sleep);
      child.stdin().write("echo $((6 * 7)).\n");
      screen.until("42.");
      child.stdin().write("exit 3\n");
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(3));
    }
  }

  private static List<Long> sleeping(Child child) {
    return child.descendants().stream()
        .filter(pid -> Processes.status(pid).startsWith("Name:\tsleep\n"))
        .toList();
  }

  @Test
  void pythonsPromptAnswersOneQuestionAfterAnother() throws Exception {
    Installed.orSkip("python3");
    Command python = Command.of("python3", "-q", "-i", "-I").env("TERM", "dumb");
    try (Child child = python.terminal().start()) {
      var screen = new Screen(child.stdout());
      for (int i = 0; i < 200; i++) {
        screen.until(">>> ");
        child.stdin().write("print(" + i + " * 7, end='.\\n')\n");
        screen.until(i * 7 + ".\n");
      }
      screen.until(">>> ");
      child.stdin().write("exit()\n");
      assertThat(child.await()).isEqualTo(WELL);
    }
  }

  @Test
  void sshKeygenAsksForThePassphraseOnItsTerminal(@TempDir Path folder) throws Exception {
    Installed.orSkip("ssh-keygen");
    Path key = folder.resolve("key");
    Command keygen = Command.of("ssh-keygen", "-q", "-t", "ed25519", "-f", key.toString());
    try (Child child = keygen.terminal().start()) {
      var screen = new Screen(child.stdout());
      screen.until("passphrase");
      child.stdin().write("correct horse\n");
      screen.until("again");
      child.stdin().write("correct horse\n");
      assertThat(screen.rest()).doesNotContain("correct");
      assertThat(child.await()).isEqualTo(WELL);
    }
    Command check = Command.of("ssh-keygen", "-y", "-f", key.toString());
    assertThat(check.args("-P", "correct horse").read()).startsWith("ssh-ed25519 ");
    assertThat(check.args("-P", "wrong").anyExit().capture().status().isZero()).isFalse();
  }

  @Test
  void aShellOnATerminalIsStoppedWithItsJobs() throws Exception {
    Installed.orSkip("bash");
    Command bash = Command.of("bash", "--norc", "-i").env("PS1", "? ").env("TERM", "dumb");
    try (Child child = bash.terminal().start()) {
      var screen = new Screen(child.stdout());
      screen.until("? ");
      child.stdin().write("sleep 1000 & sleep 1001\n");
      Eventually.holds("both run", () -> sleeping(child).size() == 2);
      List<Long> jobs = sleeping(child);
      assertThat(child.stop().survivors()).isEmpty();
      jobs.forEach(Processes::awaitGone);
    }
  }
}
