package io.standpipe;

import io.standpipe.internal.text.CommandText;
import java.util.List;
import java.util.Optional;

/**
 * How stopping a child went.
 *
 * @param status how the child ended; empty if it has not, because it sleeps in the kernel, say
 * @param survivors what is still there: the child, if it has not ended, and descendants
 */
public record StopReport(Optional<ExitStatus> status, List<Survivor> survivors) {
  /** Keeps a copy. */
  public StopReport {
    survivors = List.copyOf(survivors);
  }

  /** Whether nothing is left. */
  public boolean isComplete() {
    return status.isPresent() && survivors.isEmpty();
  }

  /**
   * A process that is still there after the last step.
   *
   * @param pid its number
   * @param command its command line
   * @param reason why it could not be stopped, as far as the system tells
   */
  public record Survivor(long pid, String command, String reason) {
    /** {@code 797 (python3 child.py): this user may not signal it}. */
    @Override
    public String toString() {
      return pid + " (" + CommandText.line(List.of(command)) + "): " + reason;
    }
  }
}
