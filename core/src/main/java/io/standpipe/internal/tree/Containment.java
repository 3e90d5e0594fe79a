package io.standpipe.internal.tree;

import io.standpipe.internal.proc.EnvironFile;
import io.standpipe.internal.proc.ProcessInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the descendants of one child together although they may leave its group and lose their
 * parents: by a control group where this user may make one, and by a mark in the environment
 * everywhere.
 *
 * <p><b>The mark</b> is a word of the variable {@value #VARIABLE} that belongs to this child alone.
 * A process that the child starts has it too, unless it was started with another environment; /proc
 * shows it to any process that may trace that process.
 *
 * <p><b>The control group</b> is entered before the child executes its program, so nothing that the
 * program starts is ever outside. Where the system cannot hold a child back until then, it is
 * entered right after the start. Processes that the child started before that moment are found by
 * parents, group and mark, and moved afterwards. When a look finds none outside, every process that
 * is started from then on is inside. There a process escapes if it was started in that first
 * moment, has left session and parents by then, and has thrown its environment away.
 */
public final class Containment {
  public static final String VARIABLE = "STANDPIPE_CONTAINED";

  /**
   * Each look finds those that were started since the one before: they get fewer, unless it is a
   * fork bomb.
   */
  private static final int MOST_LOOKS = 20;

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String mark;
  private final Optional<Cgroup> cgroup;

  /** Whether the child, and so all that it starts, is in the control group from the beginning. */
  private volatile boolean complete;

  private Containment(String mark, Optional<Cgroup> cgroup) {
    this.mark = mark;
    this.cgroup = cgroup;
  }

  /** For one child: by a control group where this user may make one, and by a mark. */
  public static Containment create() {
    return new Containment(newMark(), Cgroup.create());
  }

  /** As where no control group may be made. */
  public static Containment byMarkAlone() {
    return new Containment(newMark(), Optional.empty());
  }

  private static String newMark() {
    long self = ProcessHandle.current().pid();
    return self + "." + System.nanoTime() + "." + MADE.incrementAndGet();
  }

  String mark() {
    return mark;
  }

  /** The value of {@link #VARIABLE} for the child: marks of those around it stay. */
  public String variable(@Nullable String outer) {
    return outer == null ? mark : outer + " " + mark;
  }

  /**
   * Moves the child into the group. To be called before the child could be reaped, so that the
   * number is certainly its own. If it has ended by now, or may not be moved, the mark finds what
   * it has started.
   *
   * @param held whether it has not executed its program yet
   */
  public void take(int pid, boolean held) {
    boolean inside = cgroup.map(group -> group.add(pid)).orElse(false);
    complete = inside && held;
  }

  /**
   * Moves those that the child started before {@link #take}, if it could start any.
   *
   * @param descendants looks for the child's descendants
   */
  void takeRest(Supplier<List<ProcessInfo>> descendants) {
    for (int look = 0; look < MOST_LOOKS && cgroup.isPresent() && !complete; look++) {
      Set<Long> inside = cgroup.get().members();
      List<ProcessInfo> outside =
          descendants.get().stream().filter(p -> !inside.contains(p.pid())).toList();
      if (outside.isEmpty()) {
        return;
      }
      outside.forEach(p -> cgroup.get().add(p.pid()));
    }
  }

  /** Those among {@code all} that belong here and are not older than the child. */
  List<ProcessInfo> members(List<ProcessInfo> all, long startTicks) {
    Set<Long> inside = cgroup.map(Cgroup::members).orElse(Set.of());
    return all.stream()
        .filter(p -> inside.contains(p.pid()) || (p.startTicks() >= startTicks && isMarked(p)))
        .toList();
  }

  /**
   * A process that shows no environment just now is looked at again: it may be marked in a moment.
   */
  private boolean isMarked(ProcessInfo p) {
    boolean marked = showsMark(p);
    for (int look = 1; !marked && look < MOST_LOOKS; look++) {
      if (!EnvironFile.isBetweenPrograms(p.pid())) {
        return showsMark(p); // the exec may have ended between the two questions
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      marked = showsMark(p);
    }
    return marked;
  }

  private boolean showsMark(ProcessInfo p) {
    return EnvironFile.values(p.pid(), VARIABLE).stream()
        .flatMap(marks -> Arrays.stream(marks.split(" ", -1)))
        .anyMatch(mark::equals);
  }

  /** Sends SIGKILL to all in the control group at one moment. */
  void kill() {
    cgroup.ifPresent(Cgroup::kill);
  }

  /** Whether the control group has no member; true where there is no group. */
  boolean isEmpty() {
    return cgroup.map(Cgroup::isEmpty).orElse(true);
  }

  /** Whether nothing is contained; false if only a look at the marks can tell. */
  boolean isKnownToBeEmpty() {
    return complete && cgroup.isPresent() && cgroup.get().isEmpty();
  }

  public Optional<Path> folder() {
    return cgroup.map(Cgroup::folder);
  }

  /** Removes the control group, when all have ended. */
  public void remove() {
    cgroup.ifPresent(Cgroup::remove);
  }

  /** After a start that failed: the child may have run for a moment. */
  public void abandon() {
    kill();
    remove();
  }
}
