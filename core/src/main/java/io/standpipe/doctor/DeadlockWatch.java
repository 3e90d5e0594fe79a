package io.standpipe.doctor;

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
 * Looks again and again whether some processes have run into a deadlock, and costs next to nothing
 * while they have not. It has no thread: whoever has it calls {@link #look} every half second or
 * so, one thread at a time.
 *
 * <p>A look goes only as deep as it must:
 *
 * <ol>
 *   <li><b>Does anything move?</b> One small file for each thread. A process that has come to rest
 *       since it was last examined is a reason to go on; one that rests as it did is none.
 *   <li><b>Could those that rest be stuck?</b> A snapshot of these processes, and of those outside
 *       that let them go on, as far as they are known. Whoever is not among them, and could wake
 *       one, is taken to be stuck too. So a process that sleeps for a second, or waits for a person
 *       at a terminal, or for this one, is let go here.
 *   <li><b>Are they?</b> A {@link Diagnosis} of the whole machine. Where it finds nothing, it tells
 *       who outside lets them go on: from then on these are in the second step.
 * </ol>
 *
 * <p><b>What it costs, and what that means for the time it takes.</b> The third step is some 20 ms
 * on a desktop. One that finds nothing uses up 150 times as long, of which some twenty seconds may
 * be spared: less than 1 % of a core. A deadlock is found at the second look after its coming to
 * be, for those that are watched must have slept from one look to the next, and likewise those
 * outside that are known. Two things make it later. Where again and again somebody new outside lets
 * them go on, and all is used up, it may be those 150 times. One that comes to be by others alone,
 * who are not known or are too many, is found within ten seconds.
 */
public final class DeadlockWatch {
  /** How many times its cost a diagnosis takes off the time that may be spared for more. */
  private static final long REST = 150;

  /** The most that is spared: what has not been looked may be looked later, in quick succession. */
  private static final long SPARED_NANOS = Duration.ofSeconds(20).toNanos();

  private static final int MOST_SUSPICION = 2;
  private static final int MOST_OUTSIDERS = 16;
  private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final long self = ProcessHandle.current().pid();
  private final TrackedProcesses family;
  private final Supplier<List<InProcessActor>> own;
  private final Map<Long, ActivityCounter> resting = new HashMap<>();
  private final Map<Long, ActivityCounter> examined = new HashMap<>();
  private final Set<Set<Long>> reported = new HashSet<>();
  private List<InProcessActor> parts = List.of();
  private List<InProcessActor> partsExamined = List.of();

  /** Those outside that let the family go on, by the last diagnosis; this process may be one. */
  private Set<Long> outsiders = Set.of();

  /** How many diagnoses there should be: the first may come while something is on its way. */
  private int suspicion;

  private long diagnosisDue = System.nanoTime() - SPARED_NANOS;
  private long againDue = System.nanoTime() + AGAIN_NANOS;

  /**
   * For these processes, and all that descend from them.
   *
   * @param roots their pids
   * @param own parts of this process that take part; see {@link Diagnosis#of(Set, Supplier)}
   */
  public DeadlockWatch(Set<Long> roots, Supplier<List<InProcessActor>> own) {
    this.family = new TrackedProcesses(roots);
    this.own = own;
  }

  /**
   * Looks once. The diagnosis, where there is a deadlock that was not reported before: proved, or
   * likely with faint doubts only. One in which a wait ends by itself after a time is none.
   */
  public Optional<Diagnosis> look() {
    family.meet();
    if (hasComeToRest() || isDue(againDue)) {
      againDue = System.nanoTime() + AGAIN_NANOS;
      suspicion = mayBeStuck() ? MOST_SUSPICION : 0;
    }
    return suspicion > 0 && isDue(diagnosisDue) ? diagnose() : Optional.empty();
  }

  private static boolean isDue(long time) {
    return System.nanoTime() - time >= 0;
  }

  /** Whether one has, since it was last examined; whoever moves is examined when it rests again. */
  private boolean hasComeToRest() {
    Set<Long> watched = new TreeSet<>(family.members());
    watched.addAll(outsiders);
    watched.remove(self);
    resting.keySet().retainAll(watched);
    examined.keySet().retainAll(watched);
    boolean come = false;
    for (long pid : watched) {
      Optional<ActivityCounter> pulse = ActivityCounter.of(pid);
      boolean rests = pulse.isPresent() && pulse.get().equals(resting.get(pid));
      pulse.ifPresentOrElse(p -> resting.put(pid, p), () -> resting.remove(pid));
      if (rests && !pulse.equals(Optional.ofNullable(examined.put(pid, pulse.get())))) {
        come = true;
      }
    }
    List<InProcessActor> now = own.get();
    if (!now.equals(parts)) {
      parts = now;
    } else if (!now.equals(partsExamined)) {
      partsExamined = now;
      come = true;
    }
    return come;
  }

  /** Whether anybody may be for whom we are here: outsiders may be stuck as they like. */
  private boolean mayBeStuck() {
    Set<Long> some = new TreeSet<>(family.members());
    some.addAll(outsiders);
    List<InProcessActor> before = own.get();
    if (!before.isEmpty()) {
      some.add(self);
    }
    Snapshot snapshot = InProcessActors.split(SnapshotReader.read(some), before, own.get());
    return Deadlocks.suspects(snapshot).stream()
        .anyMatch(pid -> InProcessActors.isPart(pid) || family.members().contains(pid));
  }

  private Optional<Diagnosis> diagnose() {
    long start = SchedFile.ownNanos();
    Diagnosis diagnosis = Diagnosis.of(family.members(), own);
    List<Deadlock> deadlocks =
        diagnosis.findings().stream()
            .filter(f -> f instanceof Deadlock && f.severity() != Severity.INFORMATION)
            .map(f -> (Deadlock) f)
            .filter(d -> reported.add(members(d)))
            .toList();
    suspicion--;
    if (deadlocks.isEmpty()) {
      outsiders = Deadlocks.wakers(diagnosis.snapshot(), family.members(), MOST_OUTSIDERS);
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
