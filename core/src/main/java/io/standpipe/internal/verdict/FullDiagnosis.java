package io.standpipe.internal.verdict;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Unflushed;
import io.standpipe.internal.proc.SeenSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What an {@link Examination} has found. */
public record FullDiagnosis(SeenSnapshot snapshot, List<Finding> findings) implements Diagnosis {
  /** Copies the list. */
  public FullDiagnosis {
    findings = List.copyOf(findings);
  }

  /**
   * The findings that concern one of these processes, or a part of this process. If a deadlock
   * does, so do findings about its other members, such as what they hold back.
   */
  public FullDiagnosis concerning(Set<Long> pids) {
    Set<Long> circle = new HashSet<>(pids);
    findings.stream()
        .filter(f -> f instanceof Deadlock && isAbout(f, pids))
        .forEach(f -> circle.addAll(f.pids()));
    return new FullDiagnosis(snapshot, findings.stream().filter(f -> isAbout(f, circle)).toList());
  }

  private static boolean isAbout(Finding finding, Set<Long> pids) {
    return finding.pids().stream().anyMatch(p -> InProcessActor.isActor(p) || pids.contains(p));
  }

  @Override
  public FullDiagnosis withoutText() {
    return withText(text -> Optional.empty());
  }

  /** A copy of a diagnosis with the text of buffers passed through {@code mask}. */
  public static Diagnosis masked(Diagnosis diagnosis, UnaryOperator<String> mask) {
    return diagnosis instanceof FullDiagnosis full
        ? full.withText(text -> Optional.of(mask.apply(text)))
        : diagnosis.withoutText();
  }

  private FullDiagnosis withText(Function<String, Optional<String>> change) {
    List<Finding> changed = findings.stream().map(f -> withText(f, change)).toList();
    return new FullDiagnosis(snapshot, changed);
  }

  private static Finding withText(Finding finding, Function<String, Optional<String>> change) {
    return finding instanceof Unflushed u
        ? new UnflushedFinding(
            u.severity(), u.process(), u.fd(), u.bytes(), u.text().flatMap(change))
        : finding;
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
