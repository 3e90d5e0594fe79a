package io.standpipe.internal.proc;

import io.standpipe.doctor.ProcessState;
import io.standpipe.internal.text.Counts;
import java.util.ArrayList;
import java.util.List;

/** What a snapshot could not see, in words. */
final class SnapshotLimits {
  private SnapshotLimits() {}

  static List<ProcessState> hidden(List<ProcessState> processes) {
    return processes.stream().filter(p -> !p.visible() && !p.zombie()).toList();
  }

  static List<String> of(List<ProcessState> processes) {
    var limits = new ArrayList<String>();
    List<ProcessState> hidden = hidden(processes);
    if (!hidden.isEmpty()) {
      limits.add(
          "%d of %d processes may not be looked into by this user, such as %s: what they hold and wait for is not known"
              .formatted(hidden.size(), processes.size(), hidden.getFirst()));
    }
    List<ProcessState> mute = processes.stream().filter(SnapshotLimits::hidesCalls).toList();
    if (!mute.isEmpty()) {
      limits.add(
          "the kernel does not tell what %s for, such as %s: they may be of another user, or kernel.yama.ptrace_scope forbids it; they count as if they might go on"
              .formatted(
                  Counts.count(mute.size(), "process waits", "processes wait"), mute.getFirst()));
    }
    return limits;
  }

  private static boolean hidesCalls(ProcessState process) {
    return process.visible()
        && process.threads().stream().anyMatch(t -> t.awaited().contains(OutsideWaits.UNSEEN));
  }
}
