package io.standpipe;

import io.standpipe.doctor.ProcessInfo;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Openings;
import io.standpipe.internal.ready.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A child's descendants, as far as /proc shows them: by their parents, by the child's process
 * group, and whoever was seen once is known by pid and start time from then on. One that has left
 * the group (setsid) and lost its parents before it was ever seen is found only in a {@link
 * Containment}.
 *
 * <p>Pids are used again. So a signal goes through a pidfd, and only when the process behind it
 * still has the start time that was seen: between the two it cannot change.
 *
 * <p>The group of a reaped child: its number is not given to a new process while a member lives. So
 * where a process of that very pid exists, or no member is left, the group we knew is gone for
 * good.
 */
final class ProcessTree {
  private final Posix posix;
  private final long root;
  private final BooleanSupplier rootEnded;
  private final Optional<Containment> containment;
  private final long rootStart;
  private final Map<Long, Long> seen = new HashMap<>();

  /** Whom the last signal did not reach, and why: an errno. */
  private final Map<Long, Integer> refusals = new HashMap<>();

  private boolean groupGone;

  ProcessTree(Posix posix, long root, boolean leadsGroup, BooleanSupplier rootEnded) {
    this(posix, root, leadsGroup, rootEnded, Optional.empty());
  }

  ProcessTree(
      Posix posix,
      long root,
      boolean leadsGroup,
      BooleanSupplier rootEnded,
      Optional<Containment> containment) {
    this.posix = posix;
    this.root = root;
    this.rootEnded = rootEnded;
    this.groupGone = !leadsGroup;
    this.containment = containment;
    // Where it has been reaped already, another of this number may be younger, none is older.
    this.rootStart =
        containment.flatMap(by -> ProcessInfo.of(root)).map(ProcessInfo::startTicks).orElse(0L);
  }

  /** The descendants alive now, the child itself excluded. */
  synchronized List<ProcessInfo> members() {
    boolean ended = rootEnded.getAsBoolean();
    List<ProcessInfo> all = ProcessInfo.all();
    seen.keySet().retainAll(all.stream().filter(this::isSeen).map(ProcessInfo::pid).toList());
    if (!groupGone) {
      List<ProcessInfo> group = all.stream().filter(p -> p.group() == root).toList();
      groupGone = ended && (group.isEmpty() || all.stream().anyMatch(p -> p.pid() == root));
      if (!groupGone) {
        group.stream().filter(p -> p.pid() != root).forEach(this::see);
      }
    }
    containment.map(c -> c.members(all, rootStart)).orElse(List.of()).stream()
        .filter(p -> ended || p.pid() != root)
        .forEach(this::see);
    Set<Long> roots = seen.keySet().stream().collect(Collectors.toSet());
    if (!ended) {
      roots.add(root);
    }
    ProcessInfo.descendants(all, roots).forEach(this::see);
    return all.stream().filter(p -> !p.zombie() && isSeen(p)).toList();
  }

  private void see(ProcessInfo p) {
    seen.put(p.pid(), p.startTicks());
  }

  private boolean isSeen(ProcessInfo p) {
    Long start = seen.get(p.pid());
    return start != null && start == p.startTicks();
  }

  /** Sends a signal to each of {@code members}; who is gone by now is passed over. */
  synchronized void signal(Signal signal, List<ProcessInfo> members) {
    for (ProcessInfo member : members) {
      int pidfd = open(member);
      int result = pidfd;
      if (pidfd >= 0) {
        result = posix.pidfd_send_signal(pidfd, signal.number());
        posix.close(pidfd);
      }
      refusals.put(member.pid(), Math.max(-result, 0));
    }
  }

  /** The descendants alive now, with the reason why they are. */
  synchronized List<Ladder.Survivor> survivors() {
    return members().stream().map(p -> Survivors.of(p, refusals.getOrDefault(p.pid(), 0))).toList();
  }

  /**
   * Blocks until no descendant is left, or the deadline: whether none is left. Waits for the end of
   * one after the other, then looks again: children may have had children meanwhile.
   */
  boolean awaitEmpty(long deadline) throws InterruptedException {
    while (true) {
      List<ProcessInfo> members = members();
      if (members.isEmpty()) {
        if (isContainerEmpty()) {
          return true;
        }
        Openings.sleepUntilAskingAgain(deadline); // each of them has gone before we could look
      }
      for (ProcessInfo member : members) {
        if (!awaitEnd(member, deadline)) {
          return false;
        }
      }
      if (Watch.nanosUntil(deadline) <= 0) {
        return members().isEmpty() && isContainerEmpty();
      }
    }
  }

  /** The walk sees nobody where each starts another and ends; the control group knows. */
  private boolean isContainerEmpty() {
    return containment.map(Containment::isEmpty).orElse(true);
  }

  private boolean awaitEnd(ProcessInfo member, long deadline) throws InterruptedException {
    int pidfd = open(member);
    if (pidfd == -Errno.ESRCH) {
      return true;
    }
    if (pidfd < 0) {
      return Openings.sleepUntilAskingAgain(deadline);
    }
    Watch watch = Watch.forReading(Descriptor.own(posix, pidfd));
    try {
      return watch.awaitInterruptibly(deadline);
    } finally {
      watch.close();
    }
  }

  /** A pidfd of that very process, or −errno: ESRCH where it has gone. */
  private int open(ProcessInfo member) {
    int pidfd = posix.pidfd_open((int) member.pid());
    if (pidfd >= 0
        && ProcessInfo.of(member.pid())
            .filter(p -> p.startTicks() == member.startTicks())
            .isEmpty()) {
      posix.close(pidfd);
      return -Errno.ESRCH;
    }
    return pidfd;
  }

  List<Long> pids() {
    return new ArrayList<>(members().stream().map(ProcessInfo::pid).toList());
  }
}
