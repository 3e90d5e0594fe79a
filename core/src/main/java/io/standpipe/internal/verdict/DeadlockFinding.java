package io.standpipe.internal.verdict;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.ThreadState;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Durations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A deadlock in words. */
record DeadlockFinding(
    boolean proved,
    Severity severity,
    Cause cause,
    List<Step> steps,
    List<ProcessState> behind,
    List<String> doubts)
    implements Deadlock {
  private static final int MOST_SHOWN = 12;

  /** Copies the lists. */
  DeadlockFinding {
    steps = List.copyOf(steps);
    behind = List.copyOf(behind);
    doubts = List.copyOf(doubts);
  }

  /** One thread of the ring. */
  record Waiting(ProcessState process, ThreadState thread, String what, List<ProcessState> wakers)
      implements Step {
    /** Copies the list. */
    Waiting {
      wakers = List.copyOf(wakers);
    }

    /** The process, what it does, what it waits for, and how long it has waited. */
    @Override
    public String toString() {
      String others =
          wakers.stream().allMatch(w -> w.pid() == process.pid())
              ? "itself alone"
              : Counts.list(wakers);
      String since = thread.asleep().map(d -> ", for " + Durations.rough(d) + " now").orElse("");
      return process + " " + what + ": it waits for " + others + since;
    }
  }

  @Override
  public List<ProcessState> members() {
    var members = new LinkedHashSet<ProcessState>();
    steps.forEach(step -> members.add(step.process()));
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
    return "deadlock, " + (proved ? "proved" : "likely") + ": " + ring + "; " + cause.words();
  }

  @Override
  public List<String> evidence() {
    List<String> lines =
        steps.stream()
            .limit(MOST_SHOWN)
            .map(Step::toString)
            .collect(Collectors.toCollection(ArrayList::new));
    if (steps.size() > MOST_SHOWN) {
      lines.add("… and " + (steps.size() - MOST_SHOWN) + " more");
    }
    if (!behind.isEmpty()) {
      lines.add("behind them wait " + Counts.list(behind));
    }
    doubts.stream().map(doubt -> "not proved: " + doubt).forEach(lines::add);
    return lines;
  }

  @Override
  public String remedy() {
    return switch (cause) {
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
