package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the user wants to look at.
 *
 * @param pids only what concerns these; empty for all processes
 * @param all whether to show what nothing is wrong with, too
 * @param text whether the text may be shown that programs hold back in their buffers
 */
public record ViewScope(Set<Long> pids, boolean all, boolean unflushedText) {
  /** Copies the set. */
  public ViewScope {
    pids = Set.copyOf(pids);
  }

  /** Looks now. */
  public DiagnosisView look() {
    Diagnosis all = Diagnosis.now();
    return DiagnosisView.of(
        pids.isEmpty() ? all : new Diagnosis(all.snapshot(), concerning(all)), this);
  }

  /** Of a deadlock, what its other members hold back belongs to it. */
  private List<Finding> concerning(Diagnosis all) {
    Set<Long> circle = new HashSet<>(pids);
    all.findings().stream()
        .filter(f -> f instanceof Deadlock && isAbout(f, pids))
        .forEach(f -> circle.addAll(f.pids()));
    return all.findings().stream().filter(f -> isAbout(f, circle)).toList();
  }

  private static boolean isAbout(Finding finding, Set<Long> pids) {
    return finding.pids().stream().anyMatch(pids::contains);
  }
}
