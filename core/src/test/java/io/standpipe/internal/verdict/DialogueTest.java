package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Doctor;
import io.standpipe.Redirect;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The classic: one program asks, the other answers, and one of them does not flush. */
@Tag("doctor")
class DialogueTest {
  @Test
  @Tag("pitfall-12")
  void theUnflushedAnswerOfACProgramIsShownWordForWord() throws Exception {
    try (Child parent = start(Programs.c("asks", "flush"), Programs.c("answers"))) {
      Unflushed unflushed = Diagnoses.until(parent, Unflushed.class, u -> true);
      assertThat(unflushed.text()).hasValue("you said [hello]\n");
      assertThat(unflushed.bytes()).hasValue(17);
      assertThat(unflushed.severity()).isEqualTo(Severity.ERROR);
      assertThat(unflushed.process().parent()).isEqualTo(parent.pid());
      assertThat(unflushed.toString())
          .startsWith("error: " + unflushed.process() + " has 17 unflushed bytes for descriptor 1")
          .contains("\"you said [hello]\\n\"")
          .contains("→ Let it flush");
      assertThat(Doctor.examine(Diagnoses.family(parent)).withoutText().toString())
          .contains("17")
          .doesNotContain("hello");
      assertProved(parent);
    }
  }

  @Test
  @Tag("pitfall-12")
  void theUnflushedQuestionOfTheParentIsShownToo() throws Exception {
    try (Child parent = start(Programs.c("asks", "hold"), Programs.c("answers"))) {
      Unflushed unflushed = Diagnoses.until(parent, Unflushed.class, u -> true);
      assertThat(unflushed.process().pid()).isEqualTo(parent.pid());
      assertThat(unflushed.fd()).isGreaterThan(2);
      assertThat(unflushed.text()).hasValue("hello\n");
      assertProved(parent);
    }
  }

  @Test
  @Tag("pitfall-12")
  void aPythonParentAndACChild() throws Exception {
    try (Child parent = start(Programs.python("asks", "flush"), Programs.c("answers"))) {
      Unflushed unflushed = Diagnoses.until(parent, Unflushed.class, u -> true);
      assertThat(unflushed.text()).hasValue("you said [hello]\n");
      assertProved(parent);
    }
  }

  @Test
  @Tag("pitfall-12")
  void thatAPythonChildHoldsItsAnswerBackIsInferred() throws Exception {
    try (Child parent = start(Programs.python("asks", "flush"), Programs.python("answers"))) {
      Unflushed unflushed = Diagnoses.until(parent, Unflushed.class, u -> true);
      assertThat(unflushed.process().pid()).isNotEqualTo(parent.pid());
      assertThat(unflushed.bytes()).isEmpty();
      assertThat(unflushed.text()).isEmpty();
      assertThat(unflushed.toString()).contains("probably").contains("python3 -u");
      assertProved(parent);
    }
  }

  @Test
  void theReportNamesWhichProcessWaitsForWhichAndWhere() throws Exception {
    try (Child parent = start(Programs.python("asks", "flush"), Programs.python("answers"))) {
      Deadlock deadlock = Diagnoses.provedDeadlock(parent);
      long child = parent.descendants().getFirst();
      assertThat(deadlock.members())
          .extracting(ProcessState::pid)
          .containsOnly(parent.pid(), child);
      assertThat(deadlock.cause()).isEqualTo(DeadlockCause.EMPTY.words());
      assertThat(deadlock.doubts()).isEmpty();
      assertThat(deadlock.toString())
          .startsWith("error: deadlock, proved: 2 processes wait for each other")
          .containsPattern(
              parent.pid() + " \\(python3 .*\\) reads descriptor \\d+, pipe:\\[\\d+], empty")
          .containsPattern("it waits for " + child + " \\(python3 .*\\), for \\d\\w* now");
    }
  }

  @Test
  @Tag("alone")
  void withinTwoSecondsOfItsComingToBe() throws Exception {
    try (Child parent = start(Programs.python("asks", "flush"), Programs.python("answers"))) {
      Diagnoses.awaitCalls(parent, 2, "read");
      Diagnoses.provedDeadlock(parent);
      long start = System.nanoTime();
      Diagnoses.provedDeadlock(parent);
      assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
  }

  @Test
  void withFlushesThereIsSilence() throws Exception {
    var pairs =
        List.of(
            List.of(Programs.c("asks", "flush"), Programs.c("answers", "flush")),
            List.of(Programs.python("asks", "flush"), Programs.python("answers", "flush")));
    for (List<List<String>> pair : pairs) {
      try (Child parent = start(pair.get(0), pair.get(1))) {
        byte[] answer = parent.stdout().inputStream().readNBytes(3);
        assertThat(answer).asString(StandardCharsets.US_ASCII).isEqualTo("you");
        Diagnoses.awaitCalls(parent, 2, "read");
        assertThat(Doctor.examine(Diagnoses.family(parent)).findings()).isEmpty();
      }
    }
  }

  @Test
  void aJavaParentIsLikelyForItHasThreadsThatWakeUpByThemselves() throws Exception {
    Command java = Command.self(Asks.class, Programs.c("answers").getFirst());
    try (Child parent = java.piped().start()) {
      Deadlock deadlock = Diagnoses.until(parent, Deadlock.class, d -> true);
      assertThat(deadlock.proved()).isFalse();
      assertThat(deadlock.doubts()).anySatisfy(d -> assertThat(d).contains("VM Periodic Tas"));
      assertThat(deadlock.members()).extracting(ProcessState::pid).contains(parent.pid());
    }
  }

  private static void assertProved(Child parent) {
    assertThat(Diagnoses.provedDeadlock(parent).severity()).isEqualTo(Severity.ERROR);
  }

  private static Child start(List<String> asks, List<String> answers) throws Exception {
    List<String> words = new ArrayList<>(asks);
    words.addAll(answers);
    return Command.of(words).stdin(Redirect.pipe()).stdout(Redirect.pipe()).start();
  }
}
