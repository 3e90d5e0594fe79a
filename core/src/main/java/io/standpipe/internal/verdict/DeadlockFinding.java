package io.standpipe.internal.verdict;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.text.Counts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A deadlock in words.
 *
 * @param proved whether it is proved; otherwise it is likely
 * @param severity how much it matters
 * @param reason what the waits have in common
 * @param waits the waits that keep the ring closed: one for each thread
 * @param behind the processes outside the ring that wait for it alone
 * @param doubts why it is not proved
 */
public record DeadlockFinding(
    boolean proved,
    Severity severity,
    DeadlockCause reason,
    List<DeadlockStep> waits,
    List<ProcessState> behind,
    List<String> doubts)
    implements Deadlock {
  private static final int MOST_SHOWN = 12;

  /** Copies the lists. */
  public DeadlockFinding {
    waits = List.copyOf(waits);
    behind = List.copyOf(behind);
    doubts = List.copyOf(doubts);
  }

  @Override
  public String cause() {
    return reason.words();
  }

  @Override
  public List<String> steps() {
    return waits.stream().map(DeadlockStep::toString).toList();
  }

  @Override
  public List<ProcessState> members() {
    var members = new LinkedHashSet<ProcessState>();
    waits.forEach(step -> members.add(step.process()));
    return List.copyOf(members);
  }

  @Override
  public Set<Long> pids() {
    Set<Long> pids = new TreeSet<>();
    members().forEach(p -> pids.add(p.pid()));
    behind.forEach(p -> pids.add(p.pid()));
    return pids;
  }

  @Override
  public String summary() {
    int count = members().size();
    String ring =
        count == 1
            ? members().getFirst() + " waits for itself"
            : count + " processes wait for each other";
    return "deadlock, " + (proved ? "proved" : "likely") + ": " + ring + "; " + cause();
  }

  @Override
  public List<String> evidence() {
    List<String> lines =
        waits.stream()
            .limit(MOST_SHOWN)
            .map(DeadlockStep::toString)
            .collect(Collectors.toCollection(ArrayList::new));
    if (waits.size() > MOST_SHOWN) {
      lines.add("… and " + (waits.size() - MOST_SHOWN) + " more");
    }
    if (!behind.isEmpty()) {
      lines.add("behind them wait " + Counts.list(behind));
    }
    doubts.stream().map(doubt -> "not proved: " + doubt).forEach(lines::add);
    return lines;
  }

  @Override
  public String remedy() {
    return switch (reason) {
      case EMPTY ->
          "Flush each message before waiting for the answer, in every one of them; or close the"
              + " writing end where nothing more is to come.";
      case FULL -> "Let one of them read while it writes: on a thread of its own, or by poll.";
      case UNREAD -> "Read the child's output to its end, and wait for its exit then.";
      case UNENDED -> "Close the writing end of the child's input, and wait for its exit then.";
      case ITSELF -> "Close the other end in the process that waits, before it waits.";
      case MIXED -> "Let one of them do first what the other waits for.";
    };
  }

  @Override
  public String toString() {
    return report();
  }
}
