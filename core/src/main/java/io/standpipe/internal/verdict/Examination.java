package io.standpipe.internal.verdict;

import io.standpipe.doctor.Finding;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenSnapshot.Extent;
import io.standpipe.internal.proc.SnapshotReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks at all processes and finds what is wrong.
 *
 * <p>If something looks like a deadlock, it looks again, 50 ms later and up to four times in all,
 * so that processes which are merely on their way are not called deadlocked. An interrupt does not
 * shorten this, and is kept.
 */
public final class Examination {
  private static final long APART_MILLIS = 50;
  private static final int MOST_LOOKS = 4;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Supplier<List<InProcessActor>> own;

  /** This process's parts as the last look saw them. */
  private List<InProcessActor> parts = List.of();

  private Examination(Supplier<List<InProcessActor>> own) {
    this.own = own;
  }

  /**
   * What is wrong on this machine.
   *
   * @throws UnsupportedOperationException on a system that Standpipe does not run on
   */
  public static FullDiagnosis ofAll() {
    return new Examination(List::of).run();
  }

  /**
   * What concerns some processes, and the parts of this process that take part.
   *
   * @param pids the processes
   * @param own asked right before and right after each look; always gives the same parts in the
   *     same order, or throws to give up, because what has been seen since no longer counts
   */
  public static FullDiagnosis of(Set<Long> pids, Supplier<List<InProcessActor>> own) {
    return new Examination(own).run().concerning(pids);
  }

  /** How long it takes at most if one look takes {@code lookNanos}. */
  public static long longestNanos(long lookNanos) {
    return lookNanos + MOST_LOOKS * (APART_MILLIS * NANOS_PER_MILLI + lookNanos);
  }

  private FullDiagnosis run() {
    SeenSnapshot before = look();
    List<DeadlockFinding> deadlocks = Deadlocks.in(before);
    if (deadlocks.isEmpty()) {
      return diagnosis(before, List.of());
    }
    for (int look = 1; ; look++) {
      Pause.millis(APART_MILLIS);
      SeenSnapshot now = look();
      List<DeadlockFinding> candidates = Deadlocks.in(now);
      var confirmation = new Confirmation(before, now);
      List<DeadlockFinding> confirmed = candidates.stream().filter(confirmation::holds).toList();
      boolean clear = confirmed.size() == candidates.size() && now.extent() == Extent.SETTLED;
      if (clear || look == MOST_LOOKS) {
        return diagnosis(now, confirmed);
      }
      before = now;
    }
  }

  private SeenSnapshot look() {
    List<InProcessActor> before = own.get();
    SeenSnapshot snapshot = SnapshotReader.read();
    parts = own.get();
    return InProcessActors.split(snapshot, before, parts);
  }

  private FullDiagnosis diagnosis(SeenSnapshot snapshot, List<DeadlockFinding> deadlocks) {
    var waiters = new WaitersByChannel(snapshot);
    List<Finding> findings = new ArrayList<>(deadlocks);
    findings.addAll(new UnflushedBuffers(snapshot, waiters, deadlocks).find(parts));
    findings.addAll(new LeakedWriteEnds(snapshot, waiters, deadlocks).find());
    findings.addAll(new FullPipes(snapshot, waiters, deadlocks).find());
    findings.addAll(FifoOpenings.in(snapshot));
    SmallPipes.in(snapshot).ifPresent(findings::add);
    findings.sort(Comparator.comparing(Finding::severity));
    return new FullDiagnosis(snapshot, findings);
  }
}
