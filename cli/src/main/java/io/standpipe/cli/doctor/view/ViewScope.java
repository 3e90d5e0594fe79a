package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the user wants to see.
 *
 * @param pids the processes to look at; empty for all
 * @param all whether to show channels where nothing is wrong, too
 * @param unflushedText whether to show text that programs hold back in their buffers
 */
public record ViewScope(Set<Long> pids, boolean all, boolean unflushedText) {
  /** Copies the set. */
  public ViewScope {
    pids = Set.copyOf(pids);
  }

  /**
   * The findings about the processes to look at, and about all members of a deadlock with them,
   * because what the other members hold back belongs to it.
   */
  List<Finding> concerning(List<Finding> findings) {
    Set<Long> concerned = new HashSet<>(pids);
    findings.stream()
        .filter(f -> f instanceof Deadlock && isAbout(f, pids))
        .forEach(f -> concerned.addAll(f.pids()));
    return findings.stream().filter(f -> isAbout(f, concerned)).toList();
  }

  private static boolean isAbout(Finding finding, Set<Long> pids) {
    return finding.pids().stream().anyMatch(pids::contains);
  }
}
