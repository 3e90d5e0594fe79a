package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.Screen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start with a terminal of which one call fails leaves nothing behind. */
@Tag("pitfall-13")
@Timeout(30)
class TerminalFaultsTest {
  private static final Terminal QUIET = Terminal.cooked().echo(false);

  private final FaultyPosix faulty = new FaultyPosix();
  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  @ParameterizedTest
  @CsvSource({
    "posix_openpt, 0",
    "unlockpt, 0",
    "ptsname_r, 0",
    "tcgetattr, 0",
    "tcgetattr, 1",
    "tcsetattr, 0",
    "tcsetwinsize, 0",
    "fcntl, 0",
    "fcntl, 1",
    "fcntl, 2",
    "fcntl, 3",
    "fcntl, 4",
    "posix_spawn, 0",
    "pidfd_open, 0"
  })
  @Tag("pitfall-21")
  void aCallThatFailsIsATypedErrorAndLeavesNothing(String call, int earlier) {
    for (int i = 0; i < earlier; i++) {
      faulty.next(call, Fault.NONE);
    }
    faulty.next(call, Fault.errno(Errno.EPERM));
    assertThatThrownBy(() -> Command.of("cat").terminal().start(faulty.posix()))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
  }

  @Test
  void noTerminalLeftAndNoDevptsSayWhatToDo() {
    faulty.next("posix_openpt", Fault.errno(Errno.ENOSPC), Fault.errno(Errno.ENOENT));
    assertThatThrownBy(() -> Command.of("cat").terminal().start(faulty.posix()))
        .hasMessageStartingWith("open a terminal for cat: ")
        .hasMessageContaining("all terminals are in use; see /proc/sys/kernel/pty/max");
    assertThatThrownBy(() -> Command.of("cat").terminal().start(faulty.posix()))
        .hasMessageContaining("there is no /dev/ptmx; mount devpts");
  }

  @Test
  void anEndThatCannotBeSentAtOnceIsSentLater() throws Exception {
    try (Child cat = Command.of("cat").terminal(QUIET).start(faulty.posix())) {
      cat.stdin().write("spam\n");
      faulty.next("write", Fault.errno(Errno.EAGAIN), Fault.errno(Errno.EINTR));
      cat.stdin().close();
      assertThat(new Screen(cat.stdout()).rest()).isEqualTo("spam\r\n");
      assertThat(cat.await()).isEqualTo(new ExitStatus.Exited(0));
    }
    assertThat(faulty.count("write")).isEqualTo(4);
  }

  @Test
  void anEndThatCannotBeSentIsGivenUpWithTheTerminal() throws Exception {
    try (Child cat = Command.of("cat").terminal(QUIET).start(faulty.posix())) {
      faulty.always("write", Fault.errno(Errno.EAGAIN));
      cat.stdin().close();
      Eventually.holds("it is tried again", () -> faulty.count("write") > 2);
      cat.stdout().close();
      assertThat(cat.await()).isInstanceOf(ExitStatus.Signaled.class);
    }
  }

  @Test
  void anInterruptedReadOrWriteIsMadeAgain() throws Exception {
    try (Child cat = Command.of("cat").terminal(QUIET).start(faulty.posix())) {
      faulty.next("write", Fault.errno(Errno.EINTR), Fault.atMost(1));
      faulty.next("read", Fault.errno(Errno.EINTR), Fault.atMost(1));
      cat.stdin().write("spam");
      cat.stdin().close();
      assertThat(new Screen(cat.stdout()).rest()).isEqualTo("spam");
    }
  }
}
