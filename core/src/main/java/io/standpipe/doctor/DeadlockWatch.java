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
 *   <li><b>Could those that rest be stuck?</b> A snapshot of these processes alone. Whoever is not
 *       among them, and could wake one, is taken to be stuck too. So a process that sleeps for a
 *       second, or waits for a person at a terminal, is let go here.
 *   <li><b>Are they?</b> A {@link Diagnosis} of the whole machine.
 * </ol>
 *
 * <p><b>What it costs, and what that means for the time it takes.</b> The third step is some 20 ms
 * on a desktop. After one that finds nothing, the next is at the earliest when 150 times as long
 * has passed: less than 1 % of a core. A deadlock of those that are watched is found at the second
 * look after its coming to be; only where looks without a find come as often as they may (a job
 * that waits again and again for somebody outside who is neither a person nor a clock) it may be
 * that much later. One that comes to be by the doing of others alone, while none of those that are
 * watched moves, is found within ten seconds; one among processes that somebody has started who
 * never rests, within the five or so after which such are looked for again.
 */
public final class DeadlockWatch {
  /** How many times its cost passes after a look, before the next. */
  private static final long REST = 150;

  /** The same for the list of relatives: all processes are listed for it, some milliseconds. */
  private static final long LONG_REST = 4 * REST;

  private static final int MOST_SUSPICION = 2;
  private static final long RELATIVES_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final Set<Long> roots;
  private final Supplier<List<OwnPart>> own;
  private final Map<Long, Pulse> resting = new HashMap<>();
  private final Map<Long, Pulse> examined = new HashMap<>();
  private final Set<Set<Long>> reported = new HashSet<>();
  private Set<Long> family = new TreeSet<>();
  private List<OwnPart> parts = List.of();
  private List<OwnPart> partsExamined = List.of();

  /** How many diagnoses there should be: the first may come while something is on its way. */
  private int suspicion;

  private long familyDue = System.nanoTime();
  private long diagnosisDue = System.nanoTime();
  private long againDue = System.nanoTime() + AGAIN_NANOS;

  /**
   * For these processes, and all that descend from them.
   *
   * @param roots their pids
   * @param own parts of this process that take part; see {@link Diagnosis#of(Set, Supplier)}
   */
  public DeadlockWatch(Set<Long> roots, Supplier<List<OwnPart>> own) {
    this.roots = Set.copyOf(roots);
    this.own = own;
  }

  /**
   * Looks once. The diagnosis, where there is a deadlock that was not reported before: proved, or
   * likely with faint doubts only. One in which a wait ends by itself after a time is none.
   */
  public Optional<Diagnosis> look() {
    meetFamily();
    if (hasComeToRest() || isDue(againDue)) {
      againDue = System.nanoTime() + AGAIN_NANOS;
      family.addAll(Offspring.of(family));
      suspicion = Deadlocks.mayBeIn(snapshot()) ? MOST_SUSPICION : suspicion;
    }
    return suspicion > 0 && isDue(diagnosisDue) ? diagnose() : Optional.empty();
  }

  private static boolean isDue(long time) {
    return System.nanoTime() - time >= 0;
  }

  /**
   * Whoever starts another process moves, and is asked for its children when it comes to rest. One
   * that never does may start others all the same, and some lose their parents: so all processes
   * are gone through now and then.
   */
  private void meetFamily() {
    if (!isDue(familyDue)) {
      return;
    }
    long start = System.nanoTime();
    List<ProcessInfo> all = ProcessInfo.all();
    Set<Long> found = new TreeSet<>(roots);
    ProcessInfo.descendants(all, roots).forEach(p -> found.add(p.pid()));
    all.stream().filter(p -> roots.contains(p.group())).forEach(p -> found.add(p.pid()));
    family = found;
    resting.keySet().retainAll(found);
    examined.keySet().retainAll(found);
    long end = System.nanoTime();
    familyDue = end + Math.max(RELATIVES_NANOS, LONG_REST * (end - start));
  }

  /** Whether one has, since it was last examined; whoever moves is examined when it rests again. */
  private boolean hasComeToRest() {
    boolean come = false;
    for (long pid : family) {
      Optional<Pulse> pulse = Pulse.of(pid);
      boolean rests = pulse.isPresent() && pulse.get().equals(resting.get(pid));
      pulse.ifPresentOrElse(p -> resting.put(pid, p), () -> resting.remove(pid));
      if (rests && !pulse.equals(Optional.ofNullable(examined.put(pid, pulse.get())))) {
        come = true;
      }
    }
    List<OwnPart> now = own.get();
    if (!now.equals(parts)) {
      parts = now;
    } else if (!now.equals(partsExamined)) {
      partsExamined = now;
      come = true;
    }
    return come;
  }

  private Snapshot snapshot() {
    Set<Long> some = new TreeSet<>(family);
    List<OwnPart> before = own.get();
    if (!before.isEmpty()) {
      some.add(ProcessHandle.current().pid());
    }
    return OwnParts.split(SnapshotReader.read(some), before, own.get());
  }

  private Optional<Diagnosis> diagnose() {
    long start = System.nanoTime();
    Diagnosis diagnosis = Diagnosis.of(family, own);
    List<Deadlock> deadlocks =
        diagnosis.findings().stream()
            .filter(f -> f instanceof Deadlock && f.severity() != Severity.INFORMATION)
            .map(f -> (Deadlock) f)
            .filter(d -> reported.add(members(d)))
            .toList();
    suspicion--;
    long end = System.nanoTime();
    if (deadlocks.isEmpty()) {
      diagnosisDue = end + REST * (end - start);
      return Optional.empty();
    }
    return Optional.of(diagnosis);
  }

  private static Set<Long> members(Deadlock deadlock) {
    return deadlock.members().stream().map(ProcessState::pid).collect(Collectors.toSet());
  }
}
