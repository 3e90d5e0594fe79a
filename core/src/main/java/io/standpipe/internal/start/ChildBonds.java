package io.standpipe.internal.start;

import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.tree.ChildProcess;
import io.standpipe.internal.tree.Containment;
import io.standpipe.internal.tree.ParentWatchdog;
import io.standpipe.internal.tree.ProcessGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is arranged for the end of one child before it executes its program: the control group that
 * it enters, and its tie to this JVM.
 */
final class ChildBonds implements HeldSpawn.Preparation {
  private final ProcessGroup group;
  private final Optional<Containment> containment;
  private final @Nullable ParentWatchdog watchdog;
  private Optional<ParentWatchdog.Tie> tie = Optional.empty();

  private ChildBonds(
      ProcessGroup group, Optional<Containment> containment, @Nullable ParentWatchdog watchdog) {
    this.group = group;
    this.containment = containment;
    this.watchdog = watchdog;
  }

  /**
   * Arranges what a command asks for, before the spawn.
   *
   * @param watchdog ties the child to this JVM; null if it is not to be tied
   * @throws IOException if the watchdog cannot be started
   */
  static ChildBonds arrange(CommandSpec spec, ProcessGroup group, @Nullable ParentWatchdog watchdog)
      throws IOException {
    if (watchdog != null) {
      watchdog.start();
    }
    boolean contained = spec.lifetime().contains(Lifetime.CONTAINED);
    return new ChildBonds(
        group, contained ? Optional.of(Containment.create()) : Optional.empty(), watchdog);
  }

  /** Whether the child has to be prepared at all. */
  boolean isNeeded() {
    return watchdog != null || containment.isPresent();
  }

  Optional<Containment> containment() {
    return containment;
  }

  /** The child's environment: what is contained is marked there too. */
  Environment environment(Posix posix, Environment given) {
    if (containment.isEmpty()) {
      return given;
    }
    String outer = given.get(posix, Containment.VARIABLE);
    return given.with(Containment.VARIABLE, containment.get().variable(outer));
  }

  @Override
  public void prepare(int pid, boolean held) throws IOException {
    containment.ifPresent(by -> by.take(pid, held));
    if (watchdog != null) {
      untie(); // a try before this one, whose child is gone
      Optional<Path> folder = containment.flatMap(Containment::folder);
      tie = watchdog.tie(pid, group, folder);
    }
  }

  /**
   * The child runs, and keeps its bonds until it has ended. An action at the exit takes a thread,
   * so there is one only if there is something to untie.
   */
  void keepUntilEndOf(ChildProcess child) {
    if (tie.isPresent()) {
      child.whenEnded(this::untie);
    }
  }

  private void untie() {
    if (watchdog != null) {
      tie.ifPresent(watchdog::untie);
    }
  }

  /** After a start that failed: the child is gone, but may have run for a moment. */
  void undo() {
    untie();
    containment.ifPresent(Containment::abandon);
  }
}
