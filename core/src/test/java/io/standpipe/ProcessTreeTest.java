package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The third of a child's events, the end of the whole tree, and how the tree is stopped. */
@Tag("pitfall-9")
class ProcessTreeTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final StopPolicy BY_KILL = new StopPolicy(SHORT, SHORT, LONG);

  /** Prints the pid of a grandchild in a session of its own, and lives on. */
  private static final String SETSID_PARENT =
      """
      import os, signal, sys, time
      pid = os.fork()
      if pid == 0:
          os.setsid()
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
          time.sleep(1000)
      print(pid)
      sys.stdin.readline()
      """;

  @Test
  void descendantsOfEveryDegreeAreKnown() throws Exception {
    String script = "sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait";
    try (Child child = Scripts.sh(script).piped().start()) {
      BufferedReader pids = lines(child);
      long one = pid(pids);
      long other = pid(pids);
      assertThat(child.descendants()).containsExactlyInAnyOrder(one, other);
      child.stop(BY_KILL);
      assertThat(child.descendants()).isEmpty();
      assertThat(Processes.isAlive(one) || Processes.isAlive(other)).isFalse();
    }
  }

  @Test
  void aDescendantIsKnownByItsGroupWhenItsParentHasGone() throws Exception {
    try (Child child = Scripts.sh("(sleep 1000 & echo $!); read line").piped().start()) {
      long orphan = pid(lines(child));
      Eventually.holds("its parent has gone", () -> child.descendants().equals(List.of(orphan)));
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(Processes.isAlive(orphan)).isFalse();
    }
  }

  @Test
  void aGrandchildInASessionOfItsOwnThatIgnoresSigtermIsStoppedToo() throws Exception {
    try (Child child = Scripts.python(SETSID_PARENT).piped().start()) {
      long grandchild = pid(lines(child));
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(Processes.isAlive(grandchild)).isFalse();
    }
  }

  @Test
  void aGrandchildInASessionOfItsOwnIsStoppedAlsoWhenTheChildEndsByItselfMeanwhile()
      throws Exception {
    // Closing its input ends the parent at once; the grandchild is an orphan from then on.
    try (Child child = Scripts.python(SETSID_PARENT).piped().start()) {
      long grandchild = pid(lines(child));
      assertThat(child.stop(new StopPolicy(Duration.ofSeconds(1), SHORT, LONG)).isComplete())
          .isTrue();
      assertThat(Processes.isAlive(grandchild)).isFalse();
    }
  }

  @Test
  void awaitTreeWaitsForAGrandchildInASessionOfItsOwn() throws Exception {
    try (Child child = Scripts.python(SETSID_PARENT).piped().start()) {
      long grandchild = pid(lines(child));
      var ended = new CompletableFuture<Boolean>();
      Thread waiter = Thread.ofVirtual().start(() -> ended.complete(awaitTree(child)));
      Eventually.parked(waiter);
      child.stdin().write("\n");
      child.await();
      assertThat(ended).isNotDone();
      assertThat(child.awaitTree(SHORT)).isFalse();
      Processes.kill(grandchild);
      assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void exitAndEndOfTheTreeAreDifferentEvents() throws Exception {
    try (Child child = Scripts.sh("sleep 1000 & echo $!").piped().start()) {
      long grandchild = pid(lines(child));
      child.await();
      assertThat(child.awaitTree(SHORT)).isFalse();
      Processes.kill(grandchild);
      assertThat(child.awaitTree(LONG)).isTrue();
      assertThat(child.descendants()).isEmpty();
    }
  }

  @Test
  void stoppingAChildThatHasExitedStopsItsSurvivors() throws Exception {
    try (Child child = Scripts.sh("sleep 1000 & echo $!").piped().start()) {
      long survivor = pid(lines(child));
      child.await();
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(Processes.isAlive(survivor)).isFalse();
    }
  }

  @Test
  void aProcessWhoseMainThreadHasEndedIsStillAlive() throws Exception {
    // Its state is Z, as a zombie's, but another of its threads runs on.
    String script =
        """
        import ctypes, os, platform, sys, threading, time
        pid = os.fork()
        if pid == 0:
            threading.Thread(target=time.sleep, args=(1000,)).start()
            print(os.getpid())
            exit_of_thread = {"x86_64": 60, "aarch64": 93}[platform.machine()]
            ctypes.CDLL(None).syscall(exit_of_thread, 0)
        sys.stdin.readline()
        """;
    try (Child child = Scripts.python(script).piped().start()) {
      long grandchild = pid(lines(child));
      Eventually.holds(
          "its main thread has ended",
          () -> Processes.status(grandchild, "State").startsWith("Z"),
          () -> Processes.status(grandchild));
      assertThat(child.descendants()).containsExactly(grandchild);
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(Processes.isAlive(grandchild)).isFalse();
    }
  }

  private static boolean awaitTree(Child child) {
    try {
      return child.awaitTree(LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static BufferedReader lines(Child child) {
    return new BufferedReader(new InputStreamReader(child.stdout().inputStream(), US_ASCII));
  }

  private static long pid(BufferedReader lines) throws IOException {
    return Long.parseLong(lines.readLine());
  }
}
