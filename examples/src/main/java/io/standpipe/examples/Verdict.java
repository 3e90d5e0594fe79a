package io.standpipe.examples;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import java.util.List;
import java.util.stream.Stream;

/** The doctor's explanation when no answer came in time. */
record Verdict(Diagnosis diagnosis) {
  private static final String ELSEWHERE =
      "nothing lies unflushed in this process, and the child has read it all: the answer lies in a"
          + " buffer of the child's own, which cannot be looked into";

  /** Whether the programs are in a deadlock; a program that is merely slow may still answer. */
  boolean isDeadlock() {
    return faults().stream().anyMatch(Deadlock.class::isInstance);
  }

  /**
   * What is wrong, with the evidence and the remedy, one line each. The doctor cannot see text that
   * a program such as Python holds in a buffer of its own, but in this deadlock there must be some.
   */
  List<String> lines() {
    Stream<String> told = faults().stream().flatMap(finding -> finding.report().lines());
    boolean seen = faults().stream().anyMatch(Unflushed.class::isInstance);
    return Stream.concat(told, seen ? Stream.empty() : Stream.of(ELSEWHERE)).toList();
  }

  private List<Finding> faults() {
    return diagnosis.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFORMATION)
        .toList();
  }
}
