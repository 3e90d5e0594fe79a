package io.standpipe.cli.doctor.view;

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
}
