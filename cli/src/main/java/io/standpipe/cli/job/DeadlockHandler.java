package io.standpipe.cli.job;

import io.standpipe.Job;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import java.util.stream.Collectors;

/**
 * Goes off when a job has run into a deadlock. That is told on a thread of its own, while the main
 * one waits for the programs: to stop them is what ends its wait.
 */
final class DeadlockHandler {
  private final String name;
  private final OnDeadlock what;
  private volatile boolean hasGoneOff;
  private volatile boolean hasStopped;

  private DeadlockHandler(String name, OnDeadlock what) {
    this.name = name;
    this.what = what;
  }

  /** For {@code name}, what the user asked for. */
  static DeadlockHandler install(String name, Job job, OnDeadlock what) {
    var alarm = new DeadlockHandler(name, what);
    if (what != OnDeadlock.IGNORE) {
      job.onDeadlock(diagnosis -> alarm.handle(job, diagnosis));
    }
    return alarm;
  }

  private void handle(Job job, Diagnosis diagnosis) {
    hasGoneOff = true;
    StandardOutput.printError(report(diagnosis));
    if (what == OnDeadlock.FAIL) {
      hasStopped = true;
      job.stop();
    }
  }

  /** What is wrong, with evidence and remedy; not what is merely worth knowing. */
  private static String report(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFORMATION)
        .map(Finding::report)
        .collect(Collectors.joining("\n", "standpipe: ", "\n"));
  }

  /** Whether somebody who finds one wants to hear of it: not where nobody looks, and once only. */
  boolean wantsDiagnosis() {
    return what != OnDeadlock.IGNORE && !hasGoneOff;
  }

  /** However the programs have ended: a deadlock is what the exit code tells. */
  void throwIfStopped() throws ExitException {
    if (hasStopped) {
      throw new ExitException(ExitCode.DEADLOCK, name + ": a deadlock was found; stopped", null);
    }
  }
}
