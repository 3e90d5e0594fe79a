package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.P_PID;
import static io.standpipe.internal.posix.Constants.P_PIDFD;
import static io.standpipe.internal.posix.Constants.WEXITED;
import static io.standpipe.internal.posix.Constants.WNOHANG;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Leaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls on processes: one success and one specific error of each. */
class ProcessCallsTest {
  private static final int SIGKILL = 9;

  private final Posix posix = Platform.posix();
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 137, 255})
  @Tag("pitfall-30")
  void theExitCodeComesBack(int code) {
    long status = await(spawn("exit " + code));
    assertThat(WaitStatus.exited(status)).isTrue();
    assertThat(WaitStatus.value(status)).isEqualTo(code);
    assertThat(WaitStatus.dumped(status)).isFalse();
  }

  @Test
  @Tag("pitfall-30")
  void deathByASignalIsNotAnExitCode() {
    long status = await(spawn("kill -9 $$"));
    assertThat(WaitStatus.exited(status)).isFalse();
    assertThat(WaitStatus.value(status)).isEqualTo(SIGKILL);
  }

  @Test
  void aPidfdNamesTheChildUntilItIsReaped() {
    int pid = spawn("read line");
    int pidfd = posix.pidfd_open(pid);
    assertThat(pidfd).isNotNegative();
    assertThat(posix.waitid(P_PIDFD, pidfd, WEXITED | WNOHANG)).isZero();
    assertThat(posix.pidfd_send_signal(pidfd, SIGKILL, 0)).isZero();
    assertThat(WaitStatus.value(posix.waitid(P_PIDFD, pidfd, WEXITED))).isEqualTo(SIGKILL);
    assertThat(posix.pidfd_send_signal(pidfd, SIGKILL, 0)).isEqualTo(-Errno.ESRCH);
    assertThat(posix.waitid(P_PIDFD, pidfd, WEXITED)).isEqualTo(-Errno.ECHILD);
    posix.close(pidfd);
    assertThat(posix.pidfd_open(pid)).isEqualTo(-Errno.ESRCH);
    assertThat(posix.waitid(P_PID, pid, WEXITED)).isEqualTo(-Errno.ECHILD);
  }

  @Test
  void killReachesAChildThatWasNotReaped() {
    int pid = spawn("read line");
    assertThat(posix.kill(pid, 1000)).isEqualTo(-Errno.EINVAL);
    assertThat(posix.kill(pid, SIGKILL)).isZero();
    assertThat(WaitStatus.value(await(pid))).isEqualTo(SIGKILL);
    assertThat(posix.kill(pid, SIGKILL)).isEqualTo(-Errno.ESRCH);
  }

  @Test
  void aSignalThatThereIsNotIsRefused() {
    int pid = spawn("read line");
    int pidfd = posix.pidfd_open(pid);
    assertThat(posix.pidfd_send_signal(pidfd, 1000, 0)).isEqualTo(-Errno.EINVAL);
    posix.pidfd_send_signal(pidfd, SIGKILL, 0);
    await(pid);
    posix.close(pidfd);
  }

  @Test
  @Tag("pitfall-21")
  void aFailedExecIsTheResultAndLeavesNothing() throws Exception {
    Leaks before = Leaks.snapshot();
    Path plain = Files.writeString(folder.resolve("plain"), "no program");
    assertThat(spawn(folder + "/missing", List.of("x"))).isEqualTo(-Errno.ENOENT);
    assertThat(spawn(plain.toString(), List.of("x"))).isEqualTo(-Errno.EACCES);
    assertThat(spawn(folder.toString(), List.of("x"))).isEqualTo(-Errno.EACCES);
    assertThat(plain.toFile().setExecutable(true)).isTrue();
    assertThat(spawn(plain.toString(), List.of("x"))).isEqualTo(-Errno.ENOEXEC);
    assertThat(spawn("/bin/sh", List.of("sh", "-c", "", "x".repeat(200_000))))
        .isEqualTo(-Errno.E2BIG);
    assertThat(spawn(plain + "/below", List.of("x"))).isEqualTo(-Errno.ENOTDIR);
    Leaks.assertNoneSince(before);
  }

  @Test
  void aMissingDirectoryIsTheResult() {
    var plan =
        new SpawnPlan("/bin/sh", List.of("sh"), null, folder + "/missing", List.of(-1, -1, 2), 0);
    assertThat(posix.posix_spawn(plan)).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void aDescriptorOfAProcessIsDuplicatedWithItsDescription() {
    int self = posix.pidfd_open((int) ProcessHandle.current().pid());
    try (var pipe = new RawPipe(Constants.O_NONBLOCK)) {
      int copy = posix.pidfd_getfd(self, pipe.readEnd());
      assertThat(posix.fcntl(copy, Constants.F_GETFL, 0) & Constants.O_NONBLOCK).isNotZero();
      assertThat(posix.fcntl(copy, Constants.F_GETFD, 0)).isEqualTo(Constants.FD_CLOEXEC);
      pipe.fillWith("four");
      assertThat(posix.fionread(copy)).isEqualTo(4);
      posix.close(copy);
    }
    assertThat(posix.pidfd_getfd(self, Integer.MAX_VALUE)).isEqualTo(-Errno.EBADF);
    posix.close(self);
  }

  @Test
  void aSocketIsOpenedOrItsErrorReturned() {
    int socket =
        posix.socket(
            Constants.AF_NETLINK,
            Constants.SOCK_RAW | Constants.SOCK_CLOEXEC,
            Constants.NETLINK_SOCK_DIAG);
    assertThat(posix.fileMode(socket) & Constants.S_IFMT).isEqualTo(Constants.S_IFSOCK);
    long[] limit = {1, 1};
    assertThat(posix.getsockopt(socket, Constants.SO_RCVTIMEO, limit)).isZero();
    assertThat(limit).containsExactly(0, 0);
    assertThat(posix.getsockopt(socket, Integer.MAX_VALUE, limit)).isNegative();
    posix.close(socket);
    assertThat(posix.socket(Constants.AF_NETLINK, Integer.MAX_VALUE, 0)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void theOwnEnvironmentIsListedAndLookedUp() {
    assertThat(posix.environ()).contains("PATH=" + System.getenv("PATH"));
    assertThat(posix.environ()).hasSameSizeAs(System.getenv().keySet());
    assertThat(posix.getenv("PATH")).isEqualTo(System.getenv("PATH"));
    assertThat(posix.getenv("STANDPIPE_NO_SUCH_VARIABLE")).isNull();
  }

  @Test
  void theOwnDirectoryIsAbsolute() {
    assertThat(posix.getcwd()).isEqualTo(Path.of("").toAbsolutePath().toString());
  }

  private int spawn(String script) {
    int pid = spawn("/bin/sh", List.of("sh", "-c", script));
    assertThat(pid).isPositive();
    return pid;
  }

  private int spawn(String program, List<String> words) {
    try (var pipe = new RawPipe(0)) {
      // The child holds the pipe's write end itself, so its standard input never ends.
      var plan =
          new SpawnPlan(program, words, null, null, List.of(pipe.readEnd(), pipe.writeEnd(), 2), 0);
      return posix.posix_spawn(plan);
    }
  }

  private long await(int pid) {
    return posix.waitid(P_PID, pid, WEXITED);
  }

  @Test
  void schedYieldAlwaysSucceeds() {
    assertThat(posix.sched_yield()).isZero();
  }
}
