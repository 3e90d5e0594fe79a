package io.standpipe.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    return now(List::of);
  }

  private static Diagnosis now(Supplier<List<InProcessActor>> own) {
    Snapshot before = take(own);
    List<Deadlock> deadlocks = Deadlocks.in(before);
    if (deadlocks.isEmpty()) {
      return of(before, List.of(), own.get());
    }
    for (int look = 1; ; look++) {
      Pause.millis(APART_MILLIS);
      Snapshot now = take(own);
      List<Deadlock> candidates = Deadlocks.in(now);
      var lasting = new Confirmation(before, now);
      List<Deadlock> confirmed = candidates.stream().filter(lasting::holds).toList();
      boolean clear = confirmed.size() == candidates.size() && now.settled();
      if (clear || look == MOST_LOOKS) {
        return of(now, confirmed, own.get());
      }
      before = now;
    }
  }

  /** The same, and only those findings that concern one of these processes. */
  public static Diagnosis of(Set<Long> pids) {
    return of(pids, List::of);
  }

  /**
   * The same, with parts of this very process that take part, and findings that concern them.
   *
   * @param own asked before and after each look; always the same parts, in the same order
   */
  public static Diagnosis of(Set<Long> pids, Supplier<List<InProcessActor>> own) {
    Diagnosis all = now(own);
    return new Diagnosis(
        all.snapshot,
        all.findings.stream()
            .filter(
                f -> f.pids().stream().anyMatch(p -> InProcessActors.isPart(p) || pids.contains(p)))
            .toList());
  }

  private static Snapshot take(Supplier<List<InProcessActor>> own) {
    List<InProcessActor> before = own.get();
    Snapshot snapshot = Snapshot.take();
    return InProcessActors.split(snapshot, before, own.get());
  }

  private static Diagnosis of(
      Snapshot snapshot, List<Deadlock> deadlocks, List<InProcessActor> own) {
    var waitings = new WaitersByChannel(snapshot);
    List<Finding> findings = new ArrayList<>(deadlocks);
    findings.addAll(new HeldBack(snapshot, waitings, deadlocks).find());
    findings.addAll(InProcessActors.heldBack(snapshot, own, deadlocks));
    findings.addAll(new LeakedWriteEnds(snapshot, waitings, deadlocks).find());
    findings.addAll(new FullPipes(snapshot, waitings, deadlocks).find());
    findings.addAll(Openings.in(snapshot));
    SmallPipes.in(snapshot).ifPresent(findings::add);
    findings.sort(Comparator.comparing(Finding::severity));
    return new Diagnosis(snapshot, findings);
  }

  /**
   * The same with every text that it shows word for word passed through {@code mask}: what {@link
   * Unflushed} found in buffers. Commands and paths, which every process of this user may read in
   * /proc, stay as they are.
   */
  public Diagnosis masking(UnaryOperator<String> mask) {
    List<Finding> masked =
        findings.stream().map(f -> f instanceof Unflushed u ? u.masking(mask) : f).toList();
    return new Diagnosis(snapshot, masked);
  }

  /** The worst that was found; information where nothing was. */
  public Severity severity() {
    return findings.stream()
        .map(Finding::severity)
        .min(Severity::compareTo)
        .orElse(Severity.INFORMATION);
  }

  /**
   * What is wrong in one line: the worst two findings above information; empty where there is none.
   */
  public Optional<String> summary() {
    String worst =
        findings.stream()
            .filter(f -> f.severity() != Severity.INFORMATION)
            .limit(2)
            .map(Finding::summary)
            .collect(Collectors.joining("; "));
    return Optional.of(worst).filter(text -> !text.isEmpty());
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
