package io.standpipe.internal.proc;

import io.standpipe.internal.text.Counts;
import java.util.ArrayList;
import java.util.List;

/** What a snapshot could not see, in words. */
final class SnapshotLimits {
  private SnapshotLimits() {}

  static List<SeenProcess> hidden(List<SeenProcess> processes) {
    return processes.stream().filter(p -> !p.visible() && !p.zombie()).toList();
  }

  static List<String> of(List<SeenProcess> processes) {
    var limits = new ArrayList<String>();
    List<SeenProcess> hidden = hidden(processes);
    if (!hidden.isEmpty()) {
      limits.add(
          "%d of %d processes may not be looked into by this user, such as %s: what they hold and wait for is not known"
              .formatted(hidden.size(), processes.size(), hidden.getFirst()));
    }
    List<SeenProcess> mute = processes.stream().filter(SnapshotLimits::hidesCalls).toList();
    if (!mute.isEmpty()) {
      limits.add(
          "the kernel does not tell what %s for, such as %s: they may be of another user, or kernel.yama.ptrace_scope forbids it; they count as if they might go on"
              .formatted(
                  Counts.count(mute.size(), "process waits", "processes wait"), mute.getFirst()));
    }
    return limits;
  }

  private static boolean hidesCalls(SeenProcess process) {
    return process.visible()
        && process.threads().stream().anyMatch(t -> t.awaited().contains(OutsideWaits.UNSEEN));
  }
}
