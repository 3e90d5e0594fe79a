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
 * Reports a deadlock of a job and, if asked to, stops the job. Called on a thread of the watch
 * while the main thread waits for the programs; stopping them ends that wait.
 */
final class DeadlockHandler {
  private final String name;
  private final JobOptions options;
  private volatile boolean hasReported;
  private volatile boolean hasStopped;

  private DeadlockHandler(String name, JobOptions options) {
    this.name = name;
    this.options = options;
  }

  /**
   * Starts to watch the job, unless deadlocks are to be ignored.
   *
   * @param name the command's name, for messages
   */
  static DeadlockHandler install(String name, Job job, JobOptions options) {
    var handler = new DeadlockHandler(name, options);
    if (options.onDeadlock() != OnDeadlock.IGNORE) {
      job.onDeadlock(diagnosis -> handler.handle(job, diagnosis));
    }
    return handler;
  }

  private void handle(Job job, Diagnosis diagnosis) {
    hasReported = true;
    StandardOutput.printError(report(diagnosis));
    if (options.onDeadlock() == OnDeadlock.FAIL) {
      hasStopped = true;
      job.stop(options.stop());
    }
  }

  /** What is wrong, with evidence and remedy, but without findings that are mere information. */
  private static String report(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFORMATION)
        .map(Finding::report)
        .collect(Collectors.joining("\n", "standpipe: ", "\n"));
  }

  /** Whether a timeout should look for a deadlock: not if it is ignored, or already reported. */
  boolean wantsDiagnosis() {
    return options.onDeadlock() != OnDeadlock.IGNORE && !hasReported;
  }

  /** The exit code tells of a deadlock, however the programs ended after it. */
  void throwIfStopped() throws ExitException {
    if (hasStopped) {
      throw new ExitException(ExitCode.DEADLOCK, name + ": a deadlock was found; stopped", null);
    }
  }
}
