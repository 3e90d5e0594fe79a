package io.standpipe.internal.proc;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.proc.Awaited.Exit;
import io.standpipe.internal.proc.Awaited.Outside;
import java.util.List;
import java.util.Set;

/** The children whose exits a process waits for. */
final class ChildWaits {
  private static final int P_ALL = 0;
  private static final int P_PGID = 2;

  private final long group;
  private final List<ChildProcess> children;

  ChildWaits(ProcessInfo parent, List<ChildProcess> children) {
    this.group = parent.group();
    this.children = children;
  }

  /**
   * What wait4(2) waits for.
   *
   * @param which a pid, −1 for any child, 0 for a child in the parent's own group, −g for one in
   *     group g
   */
  Awaited wait4(int which) {
    if (which == -1) {
      return exit(children);
    }
    long wanted = which == 0 ? group : -which;
    return which <= 0
        ? exit(children.stream().filter(c -> c.group() == wanted).toList())
        : exit(children.stream().filter(c -> c.ownPid() == which).toList());
  }

  /** What waitid(2) waits for, except by pidfd. */
  Awaited waitid(int idType, int id) {
    return switch (idType) {
      case P_ALL -> exit(children);
      case Constants.P_PID -> wait4(id);
      case P_PGID -> wait4(-id);
      default -> new Outside("a child");
    };
  }

  private static Awaited exit(List<ChildProcess> children) {
    Set<Long> pids = Set.copyOf(children.stream().map(ChildProcess::pid).toList());
    return pids.isEmpty() ? new Outside("a child that cannot be seen") : new Exit(pids);
  }
}
