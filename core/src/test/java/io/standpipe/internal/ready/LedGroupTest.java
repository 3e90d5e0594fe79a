package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.RawPipe;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A child's process group is signalled after the child's end, and no other group ever. */
class LedGroupTest {
  private static final int SIGKILL = 9;

  private final Posix posix = Platform.posix();
  private Leaks before;
  private RawPipe control;

  @BeforeEach
  void open() {
    before = Leaks.snapshot();
    control = new RawPipe(0);
  }

  @AfterEach
  void nothingIsLeft() {
    control.close();
    Leaks.assertNoneSince(before);
  }

  /** One that leads a process group; what it leaves behind holds nothing of ours. */
  private int spawnLeader(String script) {
    var descriptors = List.of(control.readEnd(), -1, -1);
    var words = List.of("sh", "-c", script);
    int group = Constants.POSIX_SPAWN_SETPGROUP;
    int pid = posix.posix_spawn(new SpawnPlan("/bin/sh", words, null, null, descriptors, group));
    assertThat(pid).isPositive();
    return pid;
  }

  private static void assertEnds(ExitWatch exit) throws InterruptedException {
    assertThat(exit.await(Deadline.afterNanos(TimeUnit.SECONDS.toNanos(20)))).isTrue();
    assertThat(exit.hasEnded()).isTrue();
  }

  @Test
  @Tag("pitfall-60")
  void theGroupOfAReapedChildIsReachedWhileItHasAMemberAndNoOtherEver() throws Exception {
    var faulty = new FaultyPosix();
    int pid = spawnLeader("sleep 1000 & exit 0");
    ExitWatch exit = WatchedChild.watch(faulty.posix(), pid).exit();
    assertThat(exit).isNotNull();
    assertEnds(exit);
    assumeThat(exit.signalGroup(0)).as("Linux 6.9 or newer").isNotEqualTo(-Errno.ENOSYS);
    assertThat(exit.signalGroup(0)).isZero();
    assertThat(exit.signalGroup(SIGKILL)).isZero();
    Eventually.holds("the last has gone", () -> exit.signalGroup(0) == -Errno.ESRCH);
    assertThat(exit.signalGroup(SIGKILL)).isEqualTo(-Errno.ESRCH);
    assertThat(faulty.count("kill")).isZero();
  }

  @Test
  @Tag("pitfall-60")
  void whereOnlyANumberNamesAGroupItIsNotUsedAfterTheReaping() throws Exception {
    var before6dot9 = new FaultyPosix();
    before6dot9.always("pidfd_send_signal", Fault.errno(Errno.EINVAL));
    int pid = spawnLeader("sleep 1000 & read line");
    ExitWatch exit = WatchedChild.watch(before6dot9.posix(), pid).exit();
    assertThat(exit).isNotNull();
    assertThat(exit.signalGroup(0)).isZero();
    assertThat(before6dot9.count("kill")).isEqualTo(1);
    control.fillWith("\n");
    assertEnds(exit);
    assertThat(exit.signalGroup(SIGKILL)).isEqualTo(-Errno.ENOSYS);
    assertThat(before6dot9.count("kill")).isEqualTo(1);
    posix.kill(-pid, SIGKILL);
  }

  @Test
  @Tag("pitfall-56")
  void afterOtherCodeHasReapedTheChildItsGroupIsNotSignalledByNumber() {
    var before6dot9 = new FaultyPosix();
    int pid = spawnLeader("read line");
    ExitWatch exit = WatchedChild.watch(before6dot9.posix(), pid).exit();
    assertThat(exit).isNotNull();
    before6dot9.next("pidfd_send_signal", Fault.errno(Errno.EINVAL), Fault.errno(Errno.ESRCH));
    assertThat(exit.signalGroup(SIGKILL)).isEqualTo(-Errno.ENOSYS);
    assertThat(before6dot9.count("kill")).isZero();
    control.fillWith("\n");
    Eventually.holds("it is reaped", exit::hasEnded);
  }
}
