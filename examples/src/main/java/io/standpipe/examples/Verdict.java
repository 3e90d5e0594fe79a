package io.standpipe.examples;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import java.util.List;
import java.util.stream.Stream;

/** Why no answer comes: what the doctor said when the time ran out. */
record Verdict(Diagnosis diagnosis) {
  private static final String ELSEWHERE =
      "nothing lies unflushed in this process, and the child has read it all: the answer lies in a"
          + " buffer of the child's own, which cannot be looked into";

  /** A program that is only slow may still answer. */
  boolean isDeadlock() {
    return faults().stream().anyMatch(Deadlock.class::isInstance);
  }

  /**
   * What is wrong, the evidence and the remedy, a line each. What a program like Python holds back
   * in a buffer of its own the doctor cannot see; but then it must be there.
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
