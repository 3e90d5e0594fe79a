package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Doctor;
import io.standpipe.Fifo;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rings of processes of every kind that is understood, and those that only look like one. */
@Tag("doctor")
class RingTest {
  @TempDir private Path folder;

  @Test
  void aParentThatWritesAMegabyteIntoCatBeforeItReads() throws Exception {
    String script =
        """
        import subprocess
        p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        p.stdin.write(b"x" * (1 << 20))
        """;
    try (Child parent = Scripts.python(script).start()) {
      Deadlock deadlock = Diagnoses.provedDeadlock(parent);
      assertThat(deadlock.cause()).isEqualTo(DeadlockCause.FULL.words());
      assertThat(deadlock.members()).hasSize(2);
      assertThat(deadlock.toString())
          .contains("each writes into a full pipe that the other does not read")
          .containsPattern(
              "\\(cat\\) writes to descriptor 1, pipe:\\[\\d+], 65536 of 65536 bytes, full")
          .contains("Let one of them read while it writes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "poll", "select", "epoll"})
  void threeInARing(String call) throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("a", call, "p0r").holds("p1w"),
            Actor.does("b", call, "p1r").holds("p2w"),
            Actor.does("c", call, "p2r").holds("p0w"))) {
      assertRing(stage, "a", "b", "c");
    }
  }

  @Test
  void throughAPairOfSockets() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("a", "recv", "s0a").holds("p0w"),
            Actor.does("b", "read", "p0r").holds("s0b"))) {
      Deadlock ring = assertRing(stage, "a", "b");
      assertThat(ring.toString()).containsPattern("socket pair \\[\\d+]-\\[\\d+]");
    }
  }

  @Test
  void byWritesIntoFullPipes() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("a", "write", "p0w").holds("p1r"),
            Actor.does("b", "write", "p1w").holds("p0r"))) {
      assertThat(assertRing(stage, "a", "b").cause()).isEqualTo(DeadlockCause.FULL.words());
    }
  }

  @Test
  @Tag("pitfall-25")
  void aPipeIsFullByItsSlotsHoweverFewBytesAreInIt() throws Exception {
    String script =
        """
        import os, sys
        r, w = os.pipe()
        r2, w2 = os.pipe()
        if os.fork():
            os.close(r), os.close(w2)
            while True:
                os.write(w, b"x" * 2049)
        os.close(w), os.close(r2)
        while True:
            os.write(w2, b"x" * 2049)
        """;
    try (Child parent = Scripts.python(script).start()) {
      Deadlock deadlock = Diagnoses.provedDeadlock(parent);
      assertThat(deadlock.cause()).isEqualTo(DeadlockCause.FULL.words());
      assertThat(deadlock.toString()).contains(", 32784 of 65536 bytes, full");
    }
  }

  @Test
  void bySpliceBetweenTwoPipes() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("a", "splice", "p0r", "p1w"), Actor.does("b", "read", "p1r").holds("p0w"))) {
      assertRing(stage, "a", "b");
    }
  }

  @Test
  void aParentThatWaitsForTheExitOfAChildThatWaitsForInput() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("parent", "exit").holds("p0w").child(Actor.does("child", "read", "p0r")))) {
      Deadlock ring = assertRing(stage, "parent", "child");
      assertThat(ring.cause()).isEqualTo(DeadlockCause.UNENDED.words());
      assertThat(ring.remedy()).startsWith("Close the writing end of the child's input");
    }
  }

  @Test
  void aParentThatWaitsForTheExitOfAChildThatHasMuchToSay() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("parent", "exit").holds("p0r").child(Actor.does("child", "write", "p0w")))) {
      Deadlock ring = assertRing(stage, "parent", "child");
      assertThat(ring.cause()).isEqualTo(DeadlockCause.UNREAD.words());
      assertThat(ring.remedy()).startsWith("Read the child's output");
    }
  }

  @Test
  void aPipelineFedByAProcessThatWaitsForIt() throws Exception {
    String script =
        """
        import subprocess
        first = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        second = subprocess.Popen(["cat"], stdin=first.stdout, stdout=subprocess.PIPE)
        first.stdout.close()
        first.stdin.write(b"hello\\n")
        first.stdin.flush()
        second.stdout.read()
        """;
    try (Child parent = Scripts.python(script).start()) {
      Deadlock deadlock = Diagnoses.provedDeadlock(parent);
      assertThat(deadlock.members()).hasSize(3);
      assertThat(deadlock.toString()).contains("3 processes wait for each other");
    }
  }

  @Test
  void processesThatWaitBehindTheRingAreNamed() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("a", "read", "p0r").holds("p1w", "p2w"),
            Actor.does("b", "read", "p1r").holds("p0w"),
            Actor.does("c", "read", "p2r"))) {
      Deadlock ring = assertRing(stage, "a", "b");
      assertThat(ring.behind()).extracting(ProcessState::pid).containsExactly(stage.pid("c"));
      assertThat(ring.toString()).contains("behind them wait " + stage.pid("c"));
    }
  }

  @Test
  void aLockInsideAMemberIsUnderstood() throws Exception {
    String script =
        """
        import os, threading
        r, w = os.pipe()
        r2, w2 = os.pipe()
        if os.fork():
            os.close(r), os.close(w2)
            t = threading.Thread(target=os.read, args=(r2, 1))
            t.start()
            t.join()
        os.close(w), os.close(r2)
        os.read(r, 1)
        """;
    try (Child parent = Scripts.python(script).start()) {
      assertThat(Diagnoses.provedDeadlock(parent).members()).hasSize(2);
    }
  }

  @Test
  void aRingWithAFifoIsFoundAndNotProvedForAnybodyMayOpenIt() throws Exception {
    try (Child parent = fifoRing("")) {
      Deadlock deadlock = Diagnoses.until(parent, Deadlock.class, d -> true);
      assertThat(deadlock.proved()).isFalse();
      assertThat(deadlock.severity()).isEqualTo(Severity.WARNING);
      assertThat(deadlock.doubts())
          .containsExactly("any process may open fifo " + folder.resolve("fifo"));
    }
  }

  @Test
  void aFifoThatWasRemovedIsLikeAPipe() throws Exception {
    try (Child parent = fifoRing("os.unlink(sys.argv[1])")) {
      Diagnoses.provedDeadlock(parent);
    }
  }

  private Child fifoRing(String then) throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    String script =
        """
        import os, sys
        both = os.open(sys.argv[1], os.O_RDWR)
        r, w = [os.open(sys.argv[1], how) for how in (os.O_RDONLY, os.O_WRONLY)]
        os.close(both)
        %s
        r2, w2 = os.pipe()
        if os.fork():
            os.close(r), os.close(w2)
            os.read(r2, 1)
        os.close(w), os.close(r2)
        os.read(r, 1)
        """
            .formatted(then);
    return Scripts.python(script, fifo.path().toString()).start();
  }

  @Test
  void aRingThroughATerminalIsFoundAndNotProved() throws Exception {
    String script =
        """
        import os
        r, w = os.pipe()
        pid, master = os.forkpty()
        if pid:
            os.close(r)
            os.read(master, 1)
        os.close(w)
        os.read(r, 1)
        """;
    try (Child parent = Scripts.python(script).start()) {
      Deadlock deadlock = Diagnoses.until(parent, Deadlock.class, d -> true);
      assertThat(deadlock.proved()).isFalse();
      assertThat(deadlock.doubts()).singleElement().asString().contains("/dev/pts/");
    }
  }

  @Test
  void withATimeLimitItIsNotProved() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("a", "timed", "p0r").holds("p1w"),
            Actor.does("b", "read", "p1r").holds("p0w"))) {
      Deadlock deadlock = Diagnoses.until(stage.child, Deadlock.class, d -> true);
      assertThat(deadlock.proved()).isFalse();
      assertThat(deadlock.severity()).isEqualTo(Severity.INFORMATION);
      assertThat(deadlock.doubts()).singleElement().asString().contains("poll with a time limit");
    }
  }

  @Test
  void withAnAlarmThatMayBeSetItIsNotProved() throws Exception {
    try (Stage stage =
        Stage.play(
            Actor.does("a", "alarm", "p0r").holds("p1w"),
            Actor.does("b", "read", "p1r").holds("p0w"))) {
      Diagnoses.awaitCalls(stage.child, 3, "read");
      assertThat(Doctor.examine(Diagnoses.family(stage.child)).findings())
          .noneMatch(f -> f instanceof Deadlock d && d.proved());
    }
  }

  @Test
  void withABusyThreadOrAMemberThatIsStoppedItIsNone() throws Exception {
    String script =
        """
        import os, signal, threading
        r, w = os.pipe()
        r2, w2 = os.pipe()
        def spin():
            while True:
                os.getppid()
        if os.fork():
            os.close(r), os.close(w2)
            threading.Thread(target=spin, daemon=True).start()
            os.read(r2, 1)
        os.close(w), os.close(r2)
        os.read(r, 1)
        """;
    try (Child parent = Scripts.python(script).start()) {
      Diagnoses.awaitChildsCall(parent, "read");
      assertThat(Doctor.examine(Diagnoses.family(parent)).findings())
          .noneMatch(Deadlock.class::isInstance);
    }
  }

  @Test
  void oneThatReadsAPipeThatItAloneHoldsWaitsForItself() throws Exception {
    String script =
        """
        import os, signal
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        r, w = os.pipe()
        os.read(r, 1)
        """;
    try (Child child = Scripts.python(script).stdin(Redirect.nothing()).start()) {
      Deadlock deadlock = Diagnoses.provedDeadlock(child);
      assertThat(deadlock.cause()).isEqualTo(DeadlockCause.ITSELF.words());
      assertThat(deadlock.toString()).contains("it waits for itself alone");
    }
  }

  private static Deadlock assertRing(Stage stage, String... names) {
    Deadlock deadlock = Diagnoses.provedDeadlock(stage.child);
    assertThat(deadlock.members())
        .extracting(ProcessState::pid)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(names).map(stage::pid).toList());
    return deadlock;
  }
}
