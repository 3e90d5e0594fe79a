package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Processes;
import io.standpipe.children.TyingParent;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.tree.CgroupTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that end with their JVM, however that ends: a JVM of our own, which is killed. */
@Tag("pitfall-11")
@Tag("slow")
class TiedTest {
  /** Ignores the end of its input and SIGTERM, and so does a child of its own in a new session. */
  private static final String STUBBORN =
      """
      trap '' TERM
      setsid sh -c 'echo session $$; while :; do sleep 1000; done' &
      echo group $$
      while :; do sleep 1000; done
      """;

  private static final String SLEEPS = "exec sleep 1000";

  /** By the word that names it, in the order in which the JVM and its child have told. */
  private record Told(String name, long pid) {}

  private final List<Told> told = new ArrayList<>();

  @AfterEach
  void nobodyIsLeft() {
    told.forEach(one -> Processes.kill(one.pid));
  }

  @Test
  void aJvmThatIsKilledTakesItsTiedChildWithItAndAllThatThisHasStarted() throws Exception {
    try (Child jvm = parent("wait", "tied", STUBBORN)) {
      readUntilReady(jvm, 4);
      kill(jvm);
      assertThat(told).extracting(Told::name).contains("session", "group", "child", "watchdog");
      awaitAllGone();
    }
  }

  @Test
  void aChildThatIsNotTiedLivesOn() throws Exception {
    try (Child jvm = parent("wait", "neither", SLEEPS)) {
      readUntilReady(jvm, 1);
      kill(jvm);
      assertThat(told).extracting(Told::name).containsExactly("child"); // and there is no watchdog
      assertThat(Processes.isAlive(told.getFirst().pid)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "exit", "throw"})
  void aJvmThatEndsByItselfTakesItsTiedChildWithIt(String how) throws Exception {
    try (Child jvm = parent(how, "tied", SLEEPS)) {
      readUntilReady(jvm, 2);
      jvm.await();
      awaitAllGone();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15})
  void aSignalThatEndsTheJvmEndsItsTiedChild(int signal) throws Exception {
    try (Child jvm = parent("wait", "tied", SLEEPS)) {
      readUntilReady(jvm, 2);
      jvm.signal(new Signal(signal));
      jvm.await();
      awaitAllGone();
    }
  }

  @Test
  void aKilledWatchdogIsReplacedAndItsSuccessorKnowsAllTies() throws Exception {
    try (Child jvm = parent("lose watchdog", "tied", SLEEPS)) {
      readUntilReady(jvm, 3);
      kill(jvm);
      assertThat(told).extracting(Told::name).containsExactly("watchdog", "child", "child");
      awaitAllGone();
    }
  }

  @Test
  @Tag("pitfall-55")
  void aKilledWatchdogIsReplacedAtOnceThoughNoOtherChildIsTied() throws Exception {
    try (Child jvm = parent("replace watchdog", "tied", SLEEPS)) {
      readUntilReady(jvm, 2);
      kill(jvm);
      assertThat(told).extracting(Told::name).containsExactly("watchdog", "child");
      awaitAllGone();
    }
  }

  @Test
  void whatAChildLeftBehindThatHadEndedBeforeIsLeftAlone() throws Exception {
    // It ends when it is surely tied: by the line that it reads from the JVM's own input.
    String leaves = "sleep 1000 >/dev/null & echo left $!; read line";
    try (Child jvm = parent("untie", "tied", leaves)) {
      FrameReader lines = Framing.lines().reader(jvm.stdout());
      readUntil("tied", lines, 2);
      jvm.stdin().write("\n");
      readUntil("ready", lines, 4);
      kill(jvm);
      Processes.awaitGone(pid("watchdog"));
      assertThat(Processes.isAlive(pid("left"))).isTrue();
    }
  }

  @Test
  @Tag("pitfall-9")
  void aDaemonOfAContainedChildIsTakenToo() throws Exception {
    CgroupTest.assumeCgroups();
    String daemon =
        "(setsid sh -c 'echo daemon $$; while :; do sleep 1000; done' &) ; exec sleep 1000";
    try (Child jvm = parent("wait", "tied and contained", daemon)) {
      readUntilReady(jvm, 3);
      kill(jvm);
      awaitAllGone();
    }
  }

  @Test
  @Tag("pitfall-28")
  void onlyTheJvmHoldsTheLifeline() throws Exception {
    try (Child tied = Command.of("sleep", "1000").tied().start();
        Child other = Command.of("sleep", "1000").start()) {
      Process third = new ProcessBuilder("sleep", "1000").start();
      try {
        long watchdog = ownWatchdog().pid();
        String lifeline = link(watchdog, 0);
        assertThat(lifeline).startsWith("pipe:");
        assertThat(links(watchdog)).containsExactly(lifeline, "/dev/null", "/dev/null");
        assertThat(links(tied.pid())).hasSize(3).doesNotContain(lifeline);
        assertThat(links(other.pid())).hasSize(3).doesNotContain(lifeline);
        assertThat(links(third.pid())).hasSize(3).doesNotContain(lifeline);
      } finally {
        third.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void theWatchdogIsOneShortLineInAListOfProcessesAndOutOfReachOfCtrlC() throws Exception {
    try (Child tied = Command.of("sleep", "1000").tied().start()) {
      ProcessInfo watchdog = ownWatchdog();
      assertThat(watchdog.command())
          .isEqualTo("/bin/sh -c eval \"$STANDPIPE_WATCHDOG\" standpipe-watchdog");
      assertThat(watchdog.group()).isEqualTo(watchdog.pid());
      long ignored = Long.parseUnsignedLong(Processes.status(watchdog.pid(), "SigIgn"), 16);
      for (int signal : new int[] {1, 2, 3, 15}) {
        assertThat(ignored >>> (signal - 1) & 1).as("signal %d", signal).isOne();
      }
      assertThat(tied.isAlive()).isTrue();
    }
  }

  @Test
  void anInterruptOfAThreadThatTiesDoesNotCutTheLifeline() throws Exception {
    try (Child first = Command.of("sleep", "1000").tied().start()) {
      long watchdog = ownWatchdog().pid();
      Thread.currentThread().interrupt();
      Child second = Command.of("sleep", "1000").tied().start();
      assertThat(Thread.interrupted()).isTrue();
      second.stop(StopPolicy.killAtOnce());
      second.close();
      assertThat(ownWatchdog().pid()).isEqualTo(watchdog);
      assertThat(first.isAlive()).isTrue();
    }
  }

  private static Child parent(String end, String how, String script) throws IOException {
    return Command.self(TyingParent.class, end, how, script)
        .stdin(Redirect.pipe())
        .stdout(Redirect.pipe())
        .start();
  }

  /** The child writes to the same pipe as the JVM: its lines come in between. */
  private void readUntilReady(Child jvm, int pids) throws IOException {
    readUntil("ready", Framing.lines().reader(jvm.stdout()), pids);
  }

  private void readUntil(String word, FrameReader lines, int pids) throws IOException {
    boolean found = false;
    while (!found || told.size() < pids) {
      String line = lines.readText();
      assertThat(line).as("a line of the JVM, after %s", told).isNotNull();
      String[] words = line.split(" ", 2);
      found |= words[0].equals(word);
      if (words.length == 2) {
        told.add(new Told(words[0], Long.parseLong(words[1])));
      }
    }
  }

  private static void kill(Child jvm) throws InterruptedException {
    jvm.signal(Signal.KILL);
    jvm.await();
  }

  private void awaitAllGone() {
    told.forEach(one -> Processes.awaitGone(one.pid));
  }

  private long pid(String name) {
    return told.stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow().pid;
  }

  private static ProcessInfo ownWatchdog() {
    return Processes.own().stream()
        .filter(own -> own.command().endsWith("standpipe-watchdog"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> links(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", "" + pid, "fd"))) {
      var links = new ArrayList<String>();
      for (Path one : all.sorted().toList()) {
        links.add(Files.readSymbolicLink(one).toString());
      }
      return links;
    }
  }

  private static String link(long pid, int fd) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc", "" + pid, "fd", "" + fd)).toString();
  }
}
