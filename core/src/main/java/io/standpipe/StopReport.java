package io.standpipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How stopping a child went. */
public final class StopReport {
  private final Optional<ExitStatus> status;
  private final List<String> survivors;

  StopReport(Optional<ExitStatus> status, List<String> survivors) {
    this.status = status;
    this.survivors = List.copyOf(survivors);
  }

  /** How the child ended; empty if it has not, for example because it sleeps in the kernel. */
  public Optional<ExitStatus> status() {
    return status;
  }

  /**
   * The processes that are still there after the last step: the child, if it has not ended, and
   * descendants. Each with the reason, as far as the system tells: {@code 797 (python3 child.py):
   * this user may not signal it}.
   */
  public List<String> survivors() {
    return survivors;
  }

  /** Whether nothing is left. */
  public boolean isComplete() {
    return status.isPresent() && survivors.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StopReport that
        && status.equals(that.status)
        && survivors.equals(that.survivors);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, survivors);
  }

  /** {@code exited with code 0; nothing is left}. */
  @Override
  public String toString() {
    String left = survivors.isEmpty() ? "nothing is left" : "left: " + String.join(", ", survivors);
    return status.map(ExitStatus::toString).orElse("still runs") + "; " + left;
  }
}
