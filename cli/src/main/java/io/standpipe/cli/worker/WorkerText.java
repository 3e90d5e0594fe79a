package io.standpipe.cli.worker;

import io.standpipe.cli.kafka.WorkerFigures.WaitingFor;
import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Escaping;

/** Words for what a worker is and does. */
final class WorkerText {
  private WorkerText() {}

  /** The line that tells that a worker has started. */
  static String started(WorkerPlan plan) {
    return plan.topics().from()
        + " → "
        + program(plan)
        + " → "
        + plan.topics().to()
        + ": started with "
        + Counts.count(plan.membership().lanes(), "lane", "lanes")
        + " in group "
        + plan.membership().group();
  }

  /** The program's words as they were given. */
  static String program(WorkerPlan plan) {
    return Escaping.printable(String.join(" ", plan.program().words()));
  }

  /** {@code waiting for the broker}. */
  static String waiting(WaitingFor what) {
    return switch (what) {
      case PROGRAM -> "waiting for the program";
      case BROKER -> "waiting for the broker";
      case RECORDS -> "waiting for records";
    };
  }
}
