package io.standpipe;

import io.standpipe.internal.start.StartedProcess;
import io.standpipe.internal.tree.StopSequence;
import io.standpipe.internal.tree.Survivor;
import java.util.List;
import java.util.Optional;

/** Stops several children at the same time: each step is waited for once, not once for each. */
final class StopTogether {
  private StopTogether() {}

  /** Stops them as {@code policy} says: a report each, in order. */
  static List<StopReport> stop(List<StartedProcess> children, StopPolicy policy) {
    StopSequence.run(children, policy.limits());
    return children.stream().map(StopTogether::report).toList();
  }

  /** Stops them by the standard policy, for a close: without a report. */
  static void standard(List<StartedProcess> children) {
    StopSequence.run(children, StopPolicy.standard().limits());
  }

  private static StopReport report(StartedProcess child) {
    List<Survivor> survivors = child.process().survivors();
    return new StopReport(
        child.process().isAlive() ? Optional.empty() : Optional.of(ReapedStatus.of(child)),
        survivors.stream().map(Survivor::toString).toList());
  }
}
