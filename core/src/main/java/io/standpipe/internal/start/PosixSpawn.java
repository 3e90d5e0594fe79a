package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.POSIX_SPAWN_SETPGROUP;
import static io.standpipe.internal.posix.Constants.POSIX_SPAWN_SETSID;

import io.standpipe.error.ErrnoException;
import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.internal.io.PtyChannel;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.internal.ready.ExitWatch;
import io.standpipe.internal.ready.WatchedChild;
import io.standpipe.internal.tree.ChildProcess;
import io.standpipe.internal.tree.Containment;
import io.standpipe.internal.tree.ProcessGroup;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One start of a program whose file is known: opens its descriptors, spawns, and watches its exit.
 * Whatever fails, nothing is left: no descriptor, no child.
 */
final class PosixSpawn {
  private final Posix posix;
  private final CommandSpec spec;
  private final Supplier<String> tried;

  /**
   * A start.
   *
   * @param tried what is being tried, for the message of a failure
   */
  PosixSpawn(Posix posix, CommandSpec spec, Supplier<String> tried) {
    this.posix = posix;
    this.spec = spec;
    this.tried = tried;
  }

  /** Starts the program by executing {@code executable}. */
  StartedProcess run(Executable executable) throws IOException {
    String directory = WorkingDirectory.check(posix, spec.directory(), tried);
    String name = ProgramFile.shortName(spec.program());
    DescriptorLayout layout = DescriptorLayout.open(posix, name, spec.redirects());
    Optional<Containment> containment =
        spec.lifetime().contains(Lifetime.CONTAINED)
            ? Optional.of(Containment.create())
            : Optional.empty();
    StartedProcess started = null;
    try {
      int pid = spawn(plan(executable, directory, layout, containment));
      containment.ifPresent(by -> by.take(pid));
      ExitWatch exit = watch(pid);
      layout.release();
      ProcessGroup group = layout.sharesTerminal() ? ProcessGroup.OURS : ProcessGroup.OWN;
      started =
          new StartedProcess(spec, new ChildProcess(posix, pid, exit, group, containment), layout);
      return started;
    } finally {
      if (started == null) {
        layout.abandon();
        containment.ifPresent(Containment::abandon);
      }
    }
  }

  private SpawnPlan plan(
      Executable executable,
      @Nullable String directory,
      DescriptorLayout layout,
      Optional<Containment> containment) {
    PtyChannel terminal = layout.terminal();
    return new SpawnPlan(
        executable.file(),
        executable.words(),
        environment(containment).words(posix),
        directory,
        layout.numbers(),
        flags(layout),
        terminal == null ? null : terminal.path(),
        executable.keptSignals());
  }

  private Environment environment(Optional<Containment> containment) {
    Environment given = WorkingDirectory.inEnvironment(posix, spec.directory(), spec.environment());
    if (containment.isEmpty()) {
      return given;
    }
    String outer = given.get(posix, Containment.VARIABLE);
    return given.with(Containment.VARIABLE, containment.get().variable(outer));
  }

  private static int flags(DescriptorLayout layout) {
    if (layout.terminal() != null) {
      return POSIX_SPAWN_SETSID;
    }
    // A background group must not use the terminal, and Ctrl-C should reach the child.
    return layout.sharesTerminal() ? 0 : POSIX_SPAWN_SETPGROUP;
  }

  private int spawn(SpawnPlan plan) throws ErrnoException {
    int pid = posix.posix_spawn(plan);
    if (pid >= 0) {
      return pid;
    }
    String advice = new StartAdvice(posix).refused(plan.program(), -pid);
    if (pid == -Errno.ENOENT) {
      throw new ProgramNotFoundException(tried.get(), advice);
    }
    throw advice.isEmpty()
        ? new ErrnoException(tried.get(), -pid)
        : new ErrnoException(tried.get(), -pid, advice);
  }

  private ExitWatch watch(int pid) throws ErrnoException {
    WatchedChild watched = WatchedChild.watch(posix, pid);
    ExitWatch exit = watched.exit();
    if (exit == null) {
      throw new ErrnoException(
          tried.get() + " (it ran, but could not be watched, and was killed)", -watched.error());
    }
    return exit;
  }
}
