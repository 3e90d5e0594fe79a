package io.standpipe.cli;

import io.standpipe.Job;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import java.util.stream.Collectors;

/**
 * Goes off when a job has run into a deadlock. That is told on a thread of its own, while the main
 * one waits for the programs: to stop them is what ends its wait.
 */
final class DeadlockAlarm {
  private final String name;
  private final boolean stops;
  private volatile boolean hasStopped;

  private DeadlockAlarm(String name, boolean stops) {
    this.name = name;
    this.stops = stops;
  }

  /** For {@code name}, what the user asked for. */
  static DeadlockAlarm set(String name, Job job, OnDeadlock what) {
    var alarm = new DeadlockAlarm(name, what == OnDeadlock.FAIL);
    if (what != OnDeadlock.IGNORE) {
      job.onDeadlock(diagnosis -> alarm.goOff(job, diagnosis));
    }
    return alarm;
  }

  private void goOff(Job job, Diagnosis diagnosis) {
    StandardOutput.printError(report(diagnosis));
    if (stops) {
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

  /** However the programs have ended: a deadlock is what the exit code tells. */
  void throwIfStopped() throws CommandFailure {
    if (hasStopped) {
      throw new CommandFailure(ExitCode.DEADLOCK, name + ": a deadlock was found; stopped", null);
    }
  }
}
