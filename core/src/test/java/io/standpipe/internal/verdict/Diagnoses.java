package io.standpipe.internal.verdict;

import io.standpipe.Child;
import io.standpipe.Doctor;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SnapshotReader;
import io.standpipe.testing.BlockedCall;
import io.standpipe.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Asks the doctor about programs that a test has started, until they are where they should be. */
public final class Diagnoses {
  private Diagnoses() {}

  /** A child and all that descend from it. */
  static Set<Long> family(Child child) {
    Set<Long> pids = new TreeSet<>(child.descendants());
    pids.add(child.pid());
    return pids;
  }

  /** The children and all that descend from them, by one look at all processes. */
  static Set<Long> families(List<Child> children) {
    Set<Long> roots = new TreeSet<>(children.stream().map(Child::pid).toList());
    List<ProcessInfo> all = ProcessInfo.all();
    Set<Long> pids = new TreeSet<>(roots);
    ProcessInfo.descendants(all, roots).forEach(p -> pids.add(p.pid()));
    all.stream().filter(p -> roots.contains(p.group())).forEach(p -> pids.add(p.pid()));
    return pids;
  }

  /**
   * The first finding of this kind, in a child's family, that fits. A look in which a process of
   * another test is about to exit does not count: such a process cannot be looked into, which is a
   * doubt of its own.
   */
  static <F extends Finding> F until(Child child, Class<F> kind, Predicate<F> fits) {
    var last = new AtomicReference<Diagnosis>();
    var found = new ArrayList<F>();
    Eventually.holds(
        "a " + kind.getSimpleName() + " is found",
        () -> {
          last.set(Doctor.examine(family(child)));
          last.get().findings().stream()
              .filter(kind::isInstance)
              .map(kind::cast)
              .filter(fits)
              .filter(finding -> !doubtsAnEndingProcess(finding))
              .forEach(found::add);
          return !found.isEmpty();
        },
        () -> "the doctor says " + last.get() + "\nof " + waits(family(child)));
    return found.getFirst();
  }

  private static boolean doubtsAnEndingProcess(Finding finding) {
    return finding instanceof Deadlock deadlock
        && deadlock.doubts().stream().anyMatch(doubt -> doubt.contains(" (?) "));
  }

  static Deadlock provedDeadlock(Child child) {
    return until(child, Deadlock.class, Deadlock::proved);
  }

  /** Waits until every thread of a child's family sleeps in one of these calls. */
  public static void awaitCalls(Child child, int processes, String... calls) {
    Eventually.holds(
        child + " and its family of " + processes + " sleep in " + List.of(calls),
        () -> {
          Set<Long> family = family(child);
          return family.size() == processes && family.stream().allMatch(pid -> isIn(pid, calls));
        },
        () -> waits(family(child)));
  }

  private static boolean isIn(long pid, String... calls) {
    return BlockedCall.of(pid).filter(c -> List.of(calls).contains(c.call())).isPresent();
  }

  /** The one child that a child of ours has, once it has it and that sleeps in this call. */
  static void awaitChildsCall(Child child, String call) {
    Eventually.holds(
        "the child of " + child + " sleeps in " + call,
        () -> {
          List<Long> children = child.descendants();
          return children.size() == 1 && isIn(children.getFirst(), call);
        },
        () -> waits(family(child)));
  }

  /** The pid of the process of a child's family with this command line, once there is one. */
  static long awaitPid(Child child, String command) {
    var found = new AtomicReference<Long>();
    Eventually.holds(
        "there is a " + command,
        () -> {
          for (long pid : family(child)) {
            if (ProcessInfo.of(pid).filter(p -> p.command().equals(command)).isPresent()) {
              found.set(pid);
            }
          }
          return found.get() != null;
        },
        () -> waits(family(child)));
    return found.get();
  }

  /** What these processes do, for a report. */
  static String waits(Set<Long> pids) {
    SeenSnapshot snapshot = SnapshotReader.read();
    var text = new StringBuilder();
    for (long pid : pids) {
      snapshot.seenProcess(pid).ifPresent(p -> text.append(p).append(": ").append(p.threads()));
      text.append('\n');
    }
    return text.toString();
  }
}
