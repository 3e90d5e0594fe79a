package io.standpipe;

import io.standpipe.doctor.ProcessInfo;
import io.standpipe.internal.posix.CString;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How the descendants of one child are kept together although they may leave its group and lose
 * their parents: by a control group where this user may make one, and by a mark in the environment
 * everywhere.
 *
 * <p><b>The mark</b> is a word of the variable {@value #VARIABLE} that is the child's alone. A
 * process that it starts has it too, unless it was started with another environment; /proc shows it
 * to whoever may trace that process.
 *
 * <p><b>The control group</b> is entered right after the start: {@code posix_spawn} can start a
 * process in one only from glibc 2.39 on. Who was started before that moment is found by parents,
 * group and mark, and moved after; when a look finds nobody outside, then whoever is started from
 * then on is inside. So only one escapes that was started in the first moment, has left session and
 * parents by then, and has thrown its environment away.
 */
final class Containment {
  static final String VARIABLE = "STANDPIPE_CONTAINED";

  /**
   * Each look finds those that were started since the one before: they get fewer, or are a bomb.
   */
  private static final int MOST_LOOKS = 20;

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String mark;
  private final Optional<Cgroup> cgroup;

  private Containment(String mark, Optional<Cgroup> cgroup) {
    this.mark = mark;
    this.cgroup = cgroup;
  }

  /** One for a child whose command asks for it. */
  static Optional<Containment> asked(Lifetime custody) {
    return custody.contained()
        ? Optional.of(new Containment(newMark(), Cgroup.create()))
        : Optional.empty();
  }

  /** As where no control group may be made. */
  static Containment byMarkAlone() {
    return new Containment(newMark(), Optional.empty());
  }

  private static String newMark() {
    long self = ProcessHandle.current().pid();
    return self + "." + System.nanoTime() + "." + MADE.incrementAndGet();
  }

  String mark() {
    return mark;
  }

  /** The child's environment: marks of those around it stay. */
  Environment environment(Posix posix, Environment given) {
    String outer = given.get(posix, VARIABLE);
    return given.with(VARIABLE, outer == null ? mark : outer + " " + mark);
  }

  /**
   * To be called before anybody could reap the child: so the number is surely its own. Where it has
   * ended by now, or may not be moved, what it has started is found by the mark.
   */
  void take(int pid) {
    cgroup.ifPresent(group -> group.add(pid));
  }

  /** Moves those that were started before {@link #take}. */
  void takeRest(ProcessTree tree) {
    for (int look = 0; look < MOST_LOOKS && cgroup.isPresent(); look++) {
      Set<Long> inside = cgroup.get().members();
      List<ProcessInfo> outside =
          tree.members().stream().filter(p -> !inside.contains(p.pid())).toList();
      if (outside.isEmpty()) {
        return;
      }
      outside.forEach(p -> cgroup.get().add(p.pid()));
    }
  }

  /** Those among {@code all} that belong here and were not {@code before} the child. */
  List<ProcessInfo> members(List<ProcessInfo> all, long startTicks) {
    Set<Long> inside = cgroup.map(Cgroup::members).orElse(Set.of());
    return all.stream()
        .filter(p -> inside.contains(p.pid()) || (p.startTicks() >= startTicks && isMarked(p)))
        .toList();
  }

  private boolean isMarked(ProcessInfo p) {
    try {
      String all = CString.decode(Files.readAllBytes(Path.of("/proc", "" + p.pid(), "environ")));
      return Arrays.stream(all.split("\0", -1))
          .filter(word -> word.startsWith(VARIABLE + "="))
          .flatMap(word -> Arrays.stream(word.substring(VARIABLE.length() + 1).split(" ", -1)))
          .anyMatch(mark::equals);
    } catch (IOException e) {
      return false; // it has gone, or is not for this user's eyes
    }
  }

  /** SIGKILL to all in the control group, at one moment. Others get theirs one by one. */
  void kill() {
    cgroup.ifPresent(Cgroup::kill);
  }

  /** Whether nobody is in the control group; true where there is none. */
  boolean isEmpty() {
    return cgroup.map(Cgroup::isEmpty).orElse(true);
  }

  Optional<Path> folder() {
    return cgroup.map(Cgroup::folder);
  }

  /** When all have ended. */
  void remove() {
    cgroup.ifPresent(Cgroup::remove);
  }

  /** After a start that failed: it may have run for a moment. */
  void abandon() {
    kill();
    remove();
  }
}
