package io.standpipe.doctor;

import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Durations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Processes that wait for each other.
 *
 * <p><b>Proved</b> means that none of them will ever go on by itself. In two snapshots that lay
 * apart, every thread of every member slept in the same call and had not run in between, as its
 * count of context switches shows; none of these calls ends by itself after a time; and whoever
 * holds an end that could wake one of them is a member too, or one of those that are stuck behind
 * them. What the proof leaves out of account, for no program can see it, is interference: a signal
 * (from a person, a watchdog, an alarm that nobody handles), an end that somebody receives through
 * a socket or opens through /proc from now on.
 *
 * <p><b>Likely</b> means the same but for the {@link #doubts}.
 *
 * @param proved whether it is
 * @param severity error where it is proved, warning where the doubts are faint, information where
 *     one of them has a time limit, and may give up or go on when that is over
 * @param cause what the waits have in common
 * @param steps who waits for what: a step for each thread that keeps the ring closed
 * @param behind processes that are not in the ring and wait, directly or not, for it alone
 * @param doubts why it is not proved; none where it is
 */
public record Deadlock(
    boolean proved,
    Severity severity,
    Cause cause,
    List<Step> steps,
    List<ProcessState> behind,
    List<String> doubts)
    implements Finding {
  private static final int MOST_SHOWN = 12;

  /** What the waits of a ring have in common. */
  public enum Cause {
    /** All wait for bytes, or an end, and nobody has anything to send. */
    EMPTY("each waits to read what the other has not sent"),
    /** All wait for room: each should read before it writes on. */
    FULL("each writes into a full pipe that the other does not read"),
    /** A parent waits for the exit of a child that waits to be read from. */
    UNREAD("a parent waits for the exit of a child whose output it does not read"),
    /** A parent waits for the exit of a child that waits for more input, or its end. */
    UNENDED("a parent waits for the exit of a child whose input it holds open"),
    /** A process holds both ends. */
    ITSELF("it holds the other end itself"),
    /** Anything else. */
    MIXED("each waits for what another should do first");

    private final String words;

    Cause(String words) {
      this.words = words;
    }
  }

  /**
   * One thread of the ring.
   *
   * @param process whose
   * @param thread which
   * @param what what it does and cannot finish, in words
   * @param wakers who could let it go on: all of them are stuck too
   */
  public record Step(
      ProcessState process, ThreadState thread, String what, List<ProcessState> wakers) {
    /** Copies the list. */
    public Step {
      wakers = List.copyOf(wakers);
    }

    /** The process, what it does, for whom it waits, for how long it has. */
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

  /** Copies the lists. */
  public Deadlock {
    steps = List.copyOf(steps);
    behind = List.copyOf(behind);
    doubts = List.copyOf(doubts);
  }

  /** The members of the ring. */
  public List<ProcessState> members() {
    var members = new LinkedHashSet<ProcessState>();
    steps.forEach(step -> members.add(step.process));
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
    String who =
        count == 1
            ? members().getFirst() + " waits for itself"
            : count + " processes wait for each other";
    return "deadlock, " + (proved ? "proved" : "likely") + ": " + who + "; " + cause.words;
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
