package io.standpipe.internal.verdict;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.ActivityCounter;
import io.standpipe.internal.proc.SchedFile;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SnapshotReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks repeatedly whether some processes have run into a deadlock. It costs next to nothing while
 * they have not. It has no thread of its own: its owner calls {@link #look} about every half
 * second, from one thread at a time.
 *
 * <p>A look goes only as deep as it must:
 *
 * <ol>
 *   <li><b>Does anything move?</b> This reads one small file for each thread. The look goes on only
 *       if a process has come to rest since it was last examined.
 *   <li><b>Could the processes that rest be stuck?</b> This takes a snapshot of them, and of the
 *       known processes outside that let them go on. Any other process that could wake one of them
 *       counts as stuck too. The look ends here for a process that sleeps for a second, or waits
 *       for a person at a terminal, or for this process.
 *   <li><b>Are they?</b> This examines the whole machine. If it finds nothing, it shows which
 *       processes outside let these go on: from then on they are part of the second step.
 * </ol>
 *
 * <p><b>Cost and delay.</b> The third step takes some 20 ms on a desktop. If it finds nothing, it
 * spends 150 times that long from a budget, of which at most twenty seconds are saved up: less than
 * 1 % of a core. A deadlock is found at the second look after it has come to be, because the
 * watched processes, and the known ones outside, must have slept from one look to the next. Two
 * things delay that. If new processes outside let the watched ones go on again and again until the
 * budget is spent, it may take those 150 times. A deadlock that comes to be through other processes
 * alone, which are not known or too many, is found within ten seconds.
 */
public final class DeadlockWatch {
  /** How many times its own cost an examination without a result takes off the budget. */
  private static final long REST = 150;

  /** The most that is saved up, to be spent in quick succession. */
  private static final long SPARED_NANOS = Duration.ofSeconds(20).toNanos();

  private static final int MOST_SUSPICION = 2;
  private static final int MOST_OUTSIDERS = 16;
  private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final long self = ProcessHandle.current().pid();
  private final TrackedProcesses tracked;
  private final Supplier<List<InProcessActor>> own;
  private final Map<Long, ActivityCounter> resting = new HashMap<>();
  private final Map<Long, ActivityCounter> examined = new HashMap<>();
  private final Set<Set<Long>> reported = new HashSet<>();
  private List<InProcessActor> actors = List.of();
  private List<InProcessActor> actorsExamined = List.of();

  /** The processes outside that let the tracked ones go on; this process may be among them. */
  private Set<Long> outsiders = Set.of();

  /** How many examinations are left. The first may come while some bytes are still on their way. */
  private int suspicion;

  private long diagnosisDue = System.nanoTime() - SPARED_NANOS;
  private long againDue = System.nanoTime() + AGAIN_NANOS;

  /**
   * A watch for these processes and all that descend from them.
   *
   * @param roots their pids
   * @param own the actors of this process; see {@link Examination#of}
   */
  public DeadlockWatch(Set<Long> roots, Supplier<List<InProcessActor>> own) {
    this.tracked = new TrackedProcesses(roots);
    this.own = own;
  }

  /**
   * Looks once. Returns the diagnosis if there is a deadlock that was not reported before and that
   * is proved, or likely with faint doubts only. A ring in which a wait ends by itself is not
   * reported.
   */
  public Optional<Diagnosis> look() {
    tracked.update();
    if (hasComeToRest() || isDue(againDue)) {
      againDue = System.nanoTime() + AGAIN_NANOS;
      suspicion = mayBeStuck() ? MOST_SUSPICION : 0;
    }
    return suspicion > 0 && isDue(diagnosisDue) ? diagnose() : Optional.empty();
  }

  private static boolean isDue(long time) {
    return System.nanoTime() - time >= 0;
  }

  /**
   * Whether a watched process has come to rest since it was last examined. A process that moves is
   * examined when it rests again.
   */
  private boolean hasComeToRest() {
    Set<Long> watched = new TreeSet<>(tracked.members());
    watched.addAll(outsiders);
    watched.remove(self);
    resting.keySet().retainAll(watched);
    examined.keySet().retainAll(watched);
    boolean come = false;
    for (long pid : watched) {
      Optional<ActivityCounter> activity = ActivityCounter.of(pid);
      boolean rests = activity.isPresent() && activity.get().equals(resting.get(pid));
      activity.ifPresentOrElse(p -> resting.put(pid, p), () -> resting.remove(pid));
      if (rests && !activity.equals(Optional.ofNullable(examined.put(pid, activity.get())))) {
        come = true;
      }
    }
    List<InProcessActor> now = own.get();
    if (!now.equals(actors)) {
      actors = now;
    } else if (!now.equals(actorsExamined)) {
      actorsExamined = now;
      come = true;
    }
    return come;
  }

  /** Whether a tracked process may be stuck. Stuck processes outside are not reported. */
  private boolean mayBeStuck() {
    Set<Long> some = new TreeSet<>(tracked.members());
    some.addAll(outsiders);
    List<InProcessActor> before = own.get();
    if (!before.isEmpty()) {
      some.add(self);
    }
    SeenSnapshot snapshot = InProcessActors.split(SnapshotReader.read(some), before, own.get());
    return Deadlocks.suspects(snapshot).stream()
        .anyMatch(pid -> InProcessActor.isActor(pid) || tracked.members().contains(pid));
  }

  private Optional<Diagnosis> diagnose() {
    long start = SchedFile.ownNanos();
    FullDiagnosis diagnosis = Examination.of(tracked.members(), own);
    List<Deadlock> deadlocks =
        diagnosis.findings().stream()
            .filter(f -> f instanceof Deadlock && f.severity() != Severity.INFORMATION)
            .map(f -> (Deadlock) f)
            .filter(d -> reported.add(members(d)))
            .toList();
    suspicion--;
    if (deadlocks.isEmpty()) {
      outsiders = Deadlocks.wakers(diagnosis.snapshot(), tracked.members(), MOST_OUTSIDERS);
      long now = System.nanoTime();
      long spared = Math.min(SPARED_NANOS, now - diagnosisDue);
      diagnosisDue = now - spared + REST * (SchedFile.ownNanos() - start);
      return Optional.empty();
    }
    return Optional.of(diagnosis);
  }

  private static Set<Long> members(Deadlock deadlock) {
    return deadlock.members().stream().map(ProcessState::pid).collect(Collectors.toSet());
  }
}
