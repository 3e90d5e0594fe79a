package io.standpipe.internal.verdict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Link;
import io.standpipe.Pipe;
import io.standpipe.Pipeline;
import io.standpipe.Redirect;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Bottleneck;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Eventually;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A deadline that runs out says why. */
@Tag("doctor")
@Tag("alone")
@Tag("slow")
class DeadlineTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @Test
  @Tag("pitfall-12")
  void anAnswerThatLiesUnflushedInTheChildIsShownWordForWord() throws Exception {
    try (Child child = Command.of(Programs.c("answers")).piped().start()) {
      child.stdin().write("hello\n");
      DeadlineExceededException late =
          late(() -> child.stdout().read(ByteBuffer.allocate(100), LIMIT));
      Unflushed unflushed = found(late, Unflushed.class);
      assertThat(unflushed.text()).hasValue("you said [hello]\n");
      assertThat(unflushed.severity()).isEqualTo(Severity.WARNING);
      Deadlock deadlock = found(late, Deadlock.class);
      assertThat(deadlock.proved()).isFalse();
      assertThat(deadlock.doubts()).singleElement().asString().contains("other code");
      assertThat(deadlock.toString())
          .containsPattern("this process \\(which talks with child \\d+\\) reads descriptor \\d+")
          .contains("it waits for " + child.pid());
      assertThat(late)
          .hasMessageContaining("deadlock, likely: 2 processes wait for each other")
          .hasMessageContaining("has 17 unflushed bytes for descriptor 1")
          .hasMessageNotContaining("hello")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  @Tag("pitfall-12")
  void aQuestionThatLiesInAFrameWriterOfOursIsShownToo() throws Exception {
    try (Child child = Command.of(Programs.c("answers", "flush")).piped().start();
        FrameWriter questions = Framing.lines().bufferedWriter(child.stdin(), 100)) {
      questions.write("hello");
      DeadlineExceededException late =
          late(() -> child.stdout().read(ByteBuffer.allocate(100), LIMIT));
      Unflushed unflushed = found(late, Unflushed.class);
      assertThat(unflushed.process().pid()).isNegative();
      assertThat(unflushed.text()).hasValue("hello\n");
      assertThat(unflushed.summary()).startsWith("this process (which talks with child ");
      assertThat(late).hasMessageContaining("has 6 unflushed bytes for descriptor");
    }
  }

  @Test
  void aCallerThatMeasuresItsOwnDeadlineMayAsk() throws Exception {
    try (Child child = Command.of(Programs.c("answers")).piped().start()) {
      child.stdin().write("hello\n");
      Eventually.holds("the question is eaten", () -> child.stdin().queued() == 0);
      Diagnoses.awaitCalls(child, 1, "read");
      assertThat(child.diagnose().summary()).as("no process waits").isEmpty();
      Diagnosis diagnosis = child.stdout().diagnose().orElseThrow();
      assertThat(diagnosis.summary().orElseThrow())
          .contains("deadlock, likely")
          .contains("has 17 unflushed bytes");
    }
  }

  @Test
  void atAnEndThatBelongsToNoChild() throws Exception {
    Command leaves = Scripts.sh("sleep 1000 & echo $!").stderr(Redirect.nothing());
    try (Pipe pipe = Pipe.open();
        Child child = leaves.stdout(Redirect.handOver(pipe.writer())).start()) {
      child.await();
      ByteBuffer pid = ByteBuffer.allocate(20);
      pipe.reader().read(pid);
      long left = Long.parseLong(new String(pid.array(), 0, pid.position(), UTF_8).strip());
      try {
        Eventually.holds("the background process runs sleep", () -> isSleep(left));
        Diagnosis diagnosis = pipe.reader().diagnose().orElseThrow();
        assertThat(diagnosis.summary()).isPresent();
        assertThat(diagnosis.toString())
            .contains(left + " (sleep 1000) holds the write end at descriptor 1");
      } finally {
        Processes.kill(left);
      }
    }
  }

  /** The shell forks before it executes sleep, and its pid can be read in between. */
  private static boolean isSleep(long pid) {
    return ProcessInfo.of(pid).filter(p -> p.command().equals("sleep 1000")).isPresent();
  }

  @Test
  void aWriteIntoACatWhoseOutputIsNotRead() throws Exception {
    try (Child cat = Command.of("cat").piped().start()) {
      DeadlineExceededException late =
          late(() -> cat.stdin().write(ByteBuffer.allocate(1 << 20), LIMIT));
      assertThat(found(late, Deadlock.class).cause()).isEqualTo(DeadlockCause.FULL.words());
    }
  }

  @Test
  void aRunWhoseInputIsNeverClosed() throws Exception {
    DeadlineExceededException late =
        late(Scripts.sh("exec cat <&5").fd(5, Redirect.pipeToChild()).timeout(LIMIT)::run);
    Deadlock deadlock = found(late, Deadlock.class);
    assertThat(deadlock.proved()).isTrue();
    assertThat(deadlock.cause()).isEqualTo(DeadlockCause.UNENDED.words());
  }

  @Test
  @Tag("pitfall-6")
  void aCaptureWhoseEndAGrandchildHolds() {
    Command command =
        Scripts.sh("sleep 1000 & echo done").stderr(Redirect.nothing()).timeout(LIMIT);
    LeakedWriteEnd held = found(late(command::read), LeakedWriteEnd.class);
    assertThat(held.processes()).extracting(ProcessState::command).containsExactly("sleep 1000");
  }

  @Test
  void aPipelineSaysWhichStageIsTheSlowOne() {
    String slow = "while read line; do i=0; while [ $i -lt 9000 ]; do i=$((i+1)); done; done";
    Pipeline pipeline = Command.of("yes").pipeTo(Scripts.sh(slow)).timeout(LIMIT);
    DeadlineExceededException late = late(pipeline::run);
    assertThat(found(late, Bottleneck.class).stage().command()).contains("while read");
    assertThat(late).hasMessageNotContaining("slow stage");
  }

  @Test
  void aLinkWhoseSidesBothListen() {
    Command cat = Command.of("cat");
    Deadlock deadlock = found(late(Link.between(cat, cat).timeout(LIMIT)::run), Deadlock.class);
    assertThat(deadlock.proved()).isTrue();
    assertThat(deadlock.members()).extracting(ProcessState::command).containsOnly("cat");
  }

  @Test
  void aCallerThatPollsGetsNoDiagnosis() throws Exception {
    try (Child cat = Command.of("cat").piped().start()) {
      Duration poll = Duration.ofMillis(100);
      DeadlineExceededException late =
          late(() -> cat.stdout().read(ByteBuffer.allocate(100), poll));
      assertThat(late.diagnosis()).isEmpty();
    }
  }

  @Test
  void aVirtualThreadGetsItToo() throws Exception {
    try (Child cat = Command.of("cat").piped().start()) {
      var late = new CompletableFuture<DeadlineExceededException>();
      Thread.ofVirtual()
          .start(() -> late.complete(late(() -> cat.stdout().read(ByteBuffer.allocate(1), LIMIT))));
      assertThat(late.get().diagnosis()).isPresent();
    }
  }

  private static <F extends Finding> F found(DeadlineExceededException late, Class<F> kind) {
    Diagnosis diagnosis = late.diagnosis().orElseThrow();
    return diagnosis.findings().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + diagnosis));
  }

  private static DeadlineExceededException late(ThrowingCallable call) {
    return catchThrowableOfType(DeadlineExceededException.class, call);
  }
}
