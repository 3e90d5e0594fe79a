package io.standpipe.internal.tree;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.FileWatch;
import io.standpipe.internal.ready.ReadinessWait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A child's descendants, as far as /proc shows them: by their parents and by the child's process
 * group. A process that was seen once is known by pid and start time from then on. One that has
 * left the group (setsid) and lost its parents before it was ever seen is found only in a {@link
 * Containment}.
 *
 * <p>Pids are used again. So a signal goes through a pidfd, and only if the process behind it still
 * has the start time that was seen: between the two it cannot change.
 *
 * <p>A process that /proc does not show may exist all the same, when this process has no descriptor
 * left to read it. So neither a process that was seen nor the group is forgotten before the kernel
 * confirms that it is gone, asked without a descriptor ({@code kill} with signal 0).
 *
 * <p>The group of a reaped child keeps its number while a member lives: no new process gets it. So
 * if the kernel says, after a look at /proc, that the group has a member, then all that the look
 * has found under its number belong to it. A kernel before Linux 6.9 cannot say so about a reaped
 * child's group; there the group is taken to be gone for good once a process of that very pid
 * exists, or no group has its number.
 */
final class ProcessTree {
  private static final long SELF = ProcessHandle.current().pid();

  private final Posix posix;
  private final long root;
  private final BooleanSupplier rootEnded;
  private final IntUnaryOperator signalGroup;
  private final Optional<Containment> containment;
  private final long rootStart;
  private final Map<Long, ProcessInfo> seen = new TreeMap<>();

  /** The processes that the last signal did not reach, and why: an errno. */
  private final Map<Long, Integer> refusals = new HashMap<>();

  private boolean groupGone;

  /** Whether the last look saw /proc at all: then it saw this process. */
  private boolean looked;

  /**
   * The tree below a child.
   *
   * @param signalGroup sends a signal to the group that the child leads, as {@code
   *     ExitWatch.signalGroup} does
   */
  ProcessTree(
      Posix posix,
      long root,
      ProcessGroup group,
      BooleanSupplier rootEnded,
      IntUnaryOperator signalGroup,
      Optional<Containment> containment) {
    this.posix = posix;
    this.root = root;
    this.rootEnded = rootEnded;
    this.signalGroup = signalGroup;
    this.groupGone = group != ProcessGroup.OWN;
    this.containment = containment;
    // If it has been reaped already, a process of this number may be younger, but not older.
    this.rootStart =
        containment.flatMap(by -> ProcessInfo.of(root)).map(ProcessInfo::startTicks).orElse(0L);
  }

  /** The descendants alive now, the child itself excluded. */
  synchronized List<ProcessInfo> members() {
    boolean ended = rootEnded.getAsBoolean();
    List<ProcessInfo> all = ProcessInfo.all();
    looked = all.stream().anyMatch(p -> p.pid() == SELF);
    Map<Long, ProcessInfo> shown =
        all.stream().collect(Collectors.toMap(ProcessInfo::pid, p -> p, (one, other) -> other));
    seen.values().removeIf(p -> isGone(p, shown.get(p.pid())));
    if (groupIsThere(shown.containsKey(root))) {
      all.stream().filter(p -> p.group() == root && p.pid() != root).forEach(this::see);
    }
    containment.map(c -> c.members(all, rootStart)).orElse(List.of()).stream()
        .filter(p -> ended || p.pid() != root)
        .forEach(this::see);
    Set<Long> roots = seen.keySet().stream().collect(Collectors.toSet());
    if (!ended) {
      roots.add(root);
    }
    ProcessInfo.descendants(all, roots).forEach(this::see);
    return seen.values().stream().filter(p -> !p.zombie()).toList();
  }

  /**
   * Whether the group is there; asked after a look at /proc.
   *
   * @param pidIsUsed whether the look has shown a process of the child's pid
   */
  private boolean groupIsThere(boolean pidIsUsed) {
    if (!groupGone && rootEnded.getAsBoolean()) {
      int asked = signalGroup.applyAsInt(0);
      groupGone = asked == -Errno.ESRCH || (asked == -Errno.ENOSYS && (pidIsUsed || isGone(-root)));
    }
    return !groupGone;
  }

  /**
   * Whether the child has ended and left nothing behind that is known. Cheap: it looks at no
   * process that was not seen before. False if only a look can tell.
   */
  synchronized boolean isKnownToBeGone() {
    return rootEnded.getAsBoolean()
        && !groupIsThere(false)
        && seen.keySet().stream().allMatch(this::isGone)
        && containment.map(Containment::isKnownToBeEmpty).orElse(true);
  }

  private void see(ProcessInfo p) {
    seen.put(p.pid(), p);
  }

  /** Whether a process that was seen has ended, judged by what /proc shows under its pid now. */
  private boolean isGone(ProcessInfo before, @Nullable ProcessInfo now) {
    return now == null ? isGone(before.pid()) : now.startTicks() != before.startTicks();
  }

  private boolean isGone(long pid) {
    return posix.kill((int) pid, 0) == -Errno.ESRCH;
  }

  /** Sends a signal to each of {@code members}; those that have ended are passed over. */
  synchronized void signal(int signal, List<ProcessInfo> members) {
    for (ProcessInfo member : members) {
      int pidfd = open(member);
      int result = pidfd;
      if (pidfd >= 0) {
        result = posix.pidfd_send_signal(pidfd, signal, 0);
        posix.close(pidfd);
      }
      refusals.put(member.pid(), Math.max(-result, 0));
    }
  }

  /** The descendants alive now, with the reason why they are. */
  synchronized List<Survivor> survivors() {
    return members().stream().map(p -> Survivor.of(p, refusals.getOrDefault(p.pid(), 0))).toList();
  }

  /**
   * Blocks until no descendant is left or the deadline has come: whether none is left. Waits for
   * one after the other, then looks again, because children may have had children meanwhile.
   */
  boolean awaitEmpty(Deadline deadline) throws InterruptedException {
    while (true) {
      List<ProcessInfo> members = members();
      if (members.isEmpty()) {
        if (isKnownToBeEmpty()) {
          return true;
        }
        FileWatch.sleepUntilAskingAgain(deadline); // each has ended before we could look
      }
      for (ProcessInfo member : members) {
        if (!awaitEnd(member, deadline)) {
          return false;
        }
      }
      if (deadline.hasPassed()) {
        return members().isEmpty() && isKnownToBeEmpty();
      }
    }
  }

  /** The walk sees no process where each starts another and ends; the control group knows. */
  private synchronized boolean isKnownToBeEmpty() {
    return looked && containment.map(Containment::isEmpty).orElse(true);
  }

  private boolean awaitEnd(ProcessInfo member, Deadline deadline) throws InterruptedException {
    int pidfd = open(member);
    if (pidfd == -Errno.ESRCH) {
      return true;
    }
    if (pidfd < 0) {
      return FileWatch.sleepUntilAskingAgain(deadline);
    }
    ReadinessWait end = ReadinessWait.forReading(Descriptor.own(posix, pidfd));
    try {
      return end.awaitInterruptibly(deadline);
    } finally {
      end.close();
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
