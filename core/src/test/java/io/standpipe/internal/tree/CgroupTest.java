package io.standpipe.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Signal;
import io.standpipe.StopPolicy;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.error.ErrnoException;
import io.standpipe.framing.Framing;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.proc.OwnCgroup;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descendants that mean to get away, and a child that was started so that they cannot. */
@Tag("pitfall-9")
@Tag("slow")
public class CgroupTest {
  @TempDir private Path folder;

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final StopPolicy BY_KILL = new StopPolicy(SHORT, SHORT, Duration.ofSeconds(20));

  /** A new session, and no parent any more; then it tells its pid, and becomes what $1 says. */
  private static final String DAEMON =
      """
      import os, sys, signal, time
      if os.fork() == 0:
          os.setsid()
          parent = os.getpid()
          if os.fork() == 0:
              signal.signal(signal.SIGTERM, signal.SIG_IGN)
              while os.getppid() == parent:
                  time.sleep(0.001)
              os.write(1, b"%d\\n" % os.getpid())
              os.execve("/bin/sleep", ["sleep", "1000"], os.environ if sys.argv[1] == "y" else {})
          os._exit(0)
      os.wait()
      time.sleep(1000)
      """;

  /** Skips a test, loudly, where this user may make no control group. */
  public static void assumeCgroups() {
    Optional<Cgroup> probe = Cgroup.create();
    probe.ifPresent(Cgroup::remove);
    assumeThat(probe)
        .as(
            "SKIPPED: this user may make no cgroup (v2) below its own; try systemd-run --user"
                + " --scope -p Delegate=yes, or root")
        .isPresent();
  }

  @Test
  void aDaemonOfAChildThatIsNotContainedGetsAway() throws Exception {
    try (Child child = daemon("y").start()) {
      long daemon = pid(child);
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(Processes.isAlive(daemon)).isTrue();
      Processes.kill(daemon);
    }
  }

  @Test
  void aDaemonOfAContainedChildIsStoppedWithIt() throws Exception {
    try (Child child = daemon("y").contained().start()) {
      long daemon = pid(child);
      assertThat(child.descendants()).containsExactly(daemon);
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(Processes.isAlive(daemon)).isFalse();
      awaitNoCgroup(child);
    }
  }

  @Test
  @Tag("slow")
  @Tag("pitfall-54")
  void aDaemonWhoseParentsEndAtOnceAndThatHasNoEnvironmentIsStoppedToo() throws Exception {
    assumeCgroups();
    // It may well be gone from its parents before posix_spawn has returned to us.
    for (int round = 0; round < 5; round++) {
      try (Child child = Scripts.sh("(setsid env -i sleep 1000 &)").contained().start()) {
        child.await();
        List<Long> daemon = child.descendants();
        assertThat(daemon).as("round %d", round).hasSize(1);
        assertThat(child.stop(BY_KILL).isComplete()).isTrue();
        assertThat(Processes.isAlive(daemon.getFirst())).isFalse();
        awaitNoCgroup(child);
      }
    }
  }

  @Test
  void aDaemonThatHasThrownItsEnvironmentAwayIsInTheCgroupAllTheSame() throws Exception {
    assumeCgroups();
    try (Child child = daemon("n").contained().start()) {
      long daemon = pid(child);
      Eventually.holds("it is sleep", () -> Processes.status(daemon, "Name").equals("sleep"));
      assertThat(child.descendants()).containsExactly(daemon);
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(Processes.isAlive(daemon)).isFalse();
    }
  }

  @Test
  void whereNoCgroupMayBeMadeTheMarkInTheEnvironmentFindsTheDaemon() throws Exception {
    Containment mark = Containment.byMarkAlone();
    Command marked = daemon("y").env(Containment.VARIABLE, "outer " + mark.mark());
    try (Child child = marked.start()) {
      var tree =
          new ProcessTree(
              Platform.posix(),
              child.pid(),
              ProcessGroup.OWN,
              () -> !child.isAlive(),
              signal -> -Errno.ENOSYS,
              Optional.of(mark));
      long daemon = pid(child);
      try {
        assertThat(child.descendants()).isEmpty();
        assertThat(tree.pids()).containsExactly(daemon);
        tree.signal(Signal.KILL.number(), tree.members());
        Processes.awaitGone(daemon);
      } finally {
        Processes.kill(daemon); // it has our standard error, and would hold up whoever reads that
      }
    }
  }

  @Test
  @Tag("pitfall-54")
  void aMarkedProcessInTheMiddleOfAnExecIsFoundAllTheSame() throws Exception {
    Path again = Files.writeString(folder.resolve("again"), "#!/bin/sh\nexec \"$0\"\n");
    again.toFile().setExecutable(true);
    Containment mark = Containment.byMarkAlone();
    try (Child child = Command.of(again).env(Containment.VARIABLE, mark.mark()).start()) {
      ProcessInfo info = ProcessInfo.of(child.pid()).orElseThrow();
      for (int look = 0; look < 2000; look++) {
        assertThat(mark.members(List.of(info), 0)).as("look %d", look).hasSize(1);
      }
      child.stop(StopPolicy.killAtOnce());
    }
  }

  @Test
  void marksOfThoseAroundItStay() throws Exception {
    Command shows = Command.shell("echo $STANDPIPE_CONTAINED");
    String outer = shows.contained().env(Containment.VARIABLE, "outer").read();
    assertThat(outer).matches("outer \\d+\\.\\d+\\.\\d+");
    assertThat(shows.read()).isEmpty();
  }

  @Test
  void aForkBombOfShortLivedProcessesIsStoppedAtOneMoment() throws Exception {
    assumeCgroups();
    // Each has another and ends: a walk always sees the one before. Never more than one lives.
    String chain = "import os\nfor i in range(20000):\n  if os.fork(): os._exit(0)\n  os.setsid()";
    try (Child child = Scripts.python(chain).contained().start()) {
      child.await();
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      awaitNoCgroup(child);
    }
  }

  @Test
  void groupsThatTheChildMakesBelowItsOwnAreEndedAndRemovedToo() throws Exception {
    assumeCgroups();
    try (Child child =
        Scripts.sh(
                "read d; mkdir $d/below; echo $$ > $d/below/cgroup.procs;"
                    + " setsid sh -c 'echo $$; exec sleep 1000' & wait")
            .piped()
            .contained()
            .start()) {
      child.stdin().write(child.cgroup().orElseThrow() + "\n");
      long below = pid(child);
      assertThat(Files.readString(Path.of("/proc", "" + below, "cgroup"))).contains("/below");
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      awaitNoCgroup(child);
    }
  }

  @Test
  void theGroupGoesWhenTheLastInItHasEndedNotTheChild() throws Exception {
    assumeCgroups();
    Child child = Scripts.sh("setsid sleep 1000 >&- & echo $!").piped().contained().start();
    long left = pid(child);
    child.await();
    child.detach();
    child.close();
    assertThat(Processes.isAlive(left)).isTrue();
    assertThat(child.cgroup().orElseThrow()).isDirectory();
    Processes.kill(left);
    awaitNoCgroup(child);
  }

  @Test
  void aStartThatFailsLeavesNoGroup() throws Exception {
    assumeCgroups();
    Path own = OwnCgroup.folder().orElseThrow();
    Path broken = Files.writeString(folder.resolve("broken"), "#!/no/such/interpreter\n");
    broken.toFile().setExecutable(true);
    assertThatThrownBy(() -> Command.of(broken).contained().start())
        .isInstanceOf(ErrnoException.class);
    try (Stream<Path> groups = Files.list(own)) {
      String mine = Cgroup.ownPrefix();
      assertThat(groups.map(p -> p.getFileName().toString()).filter(n -> n.startsWith(mine)))
          .isEmpty();
    }
  }

  @Test
  void theOwnGroupIsFoundWhereAPartOfTheTreeIsMountedAndNotOutsideOfIt() {
    String whole = "41 31 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw";
    String part = "41 31 0:38 /docker/x /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw";
    List<String> groups = List.of("4:memory:/a", "0::/docker/x/y");
    assertThat(OwnCgroup.folder(groups, List.of(whole)))
        .contains(Path.of("/sys/fs/cgroup/docker/x/y"));
    assertThat(OwnCgroup.folder(groups, List.of("1 2 0:3 / / rw - ext4 a b", part)))
        .contains(Path.of("/sys/fs/cgroup/y"));
    assertThat(OwnCgroup.folder(List.of("0::/elsewhere"), List.of(part))).isEmpty();
    assertThat(OwnCgroup.folder(List.of("4:memory:/a"), List.of(whole))).isEmpty();
    assertThat(OwnCgroup.folder(groups, List.of())).isEmpty();
  }

  private static Command daemon(String keepsEnvironment) {
    return Scripts.python(DAEMON, keepsEnvironment).piped();
  }

  private static long pid(Child child) throws IOException {
    String line = Framing.lines().reader(child.stdout()).readText();
    return Long.parseLong(line);
  }

  private static void awaitNoCgroup(Child child) {
    child
        .cgroup()
        .ifPresent(gone -> Eventually.holds(gone + " is removed", () -> !Files.exists(gone)));
  }
}
