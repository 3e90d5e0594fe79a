package io.standpipe.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why programs have stopped talking, as far as it can be seen from outside.
 *
 * {@snippet :
 * Diagnosis diagnosis = Diagnosis.now();
 * diagnosis.findings().forEach(System.out::println);
 * }
 *
 * @param snapshot what was seen
 * @param findings what is wrong, or worth knowing; what matters most comes first
 */
public record Diagnosis(Snapshot snapshot, List<Finding> findings) {
  private static final long APART_MILLIS = 50;
  private static final int MOST_LOOKS = 4;

  /** Copies the list. */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /**
   * Looks at all processes. Where something looks like a deadlock it looks again, 50 ms later, so
   * that nothing is called one that is merely on its way: up to four times in all. An interrupt
   * makes it no shorter, and is kept.
   *
   * @throws UnsupportedOperationException where this is no system that Standpipe runs on
   */
  public static Diagnosis now() {
    Snapshot before = Snapshot.take();
    List<Deadlock> deadlocks = Deadlocks.in(before);
    if (deadlocks.isEmpty()) {
      return of(before, List.of());
    }
    for (int look = 1; ; look++) {
      Pause.millis(APART_MILLIS);
      Snapshot now = Snapshot.take();
      List<Deadlock> candidates = Deadlocks.in(now);
      var lasting = new Lasting(before, now);
      List<Deadlock> confirmed = candidates.stream().filter(lasting::holds).toList();
      boolean clear = confirmed.size() == candidates.size() && now.settled();
      if (clear || look == MOST_LOOKS) {
        return of(now, confirmed);
      }
      before = now;
    }
  }

  /** The same, and only those findings that concern one of these processes. */
  public static Diagnosis of(Set<Long> pids) {
    Diagnosis all = now();
    return new Diagnosis(
        all.snapshot,
        all.findings.stream().filter(f -> f.pids().stream().anyMatch(pids::contains)).toList());
  }

  private static Diagnosis of(Snapshot snapshot, List<Deadlock> deadlocks) {
    var waitings = new Waitings(snapshot);
    List<Finding> findings = new ArrayList<>(deadlocks);
    findings.addAll(new HeldBack(snapshot, waitings, deadlocks).find());
    findings.addAll(new HeldOpens(snapshot, waitings, deadlocks).find());
    findings.addAll(new Clogs(snapshot, waitings, deadlocks).find());
    findings.addAll(Openings.in(snapshot));
    SmallPipes.in(snapshot).ifPresent(findings::add);
    findings.sort(Comparator.comparing(Finding::severity));
    return new Diagnosis(snapshot, findings);
  }

  /** The worst that was found; information where nothing was. */
  public Severity severity() {
    return findings.stream()
        .map(Finding::severity)
        .min(Severity::compareTo)
        .orElse(Severity.INFORMATION);
  }

  /** The findings one after the other, then what could not be seen. */
  @Override
  public String toString() {
    String found = findings.stream().map(f -> f + "\n").collect(Collectors.joining());
    String limits =
        snapshot.limits().stream().map(l -> "not seen: " + l + "\n").collect(Collectors.joining());
    return (found.isEmpty() ? "nothing is wrong that can be seen\n" : found) + limits;
  }
}
