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
import io.standpipe.internal.ready.WatchReservation;
import io.standpipe.internal.ready.WatchedChild;
import io.standpipe.internal.tree.ChildProcess;
import io.standpipe.internal.tree.ParentWatchdog;
import io.standpipe.internal.tree.ProcessGroup;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One start of a program whose file is known: opens its descriptors, spawns, and watches its exit.
 * Whatever is thrown, nothing is left: no descriptor, no child.
 *
 * <p>What can be missing is taken before the spawn: the child's descriptors and our ends, the
 * threads that feed and drain it, and what watches its exit. What fails after the spawn all the
 * same ends the child.
 */
final class PosixSpawn {
  private final Posix posix;
  private final CommandSpec spec;
  private final Supplier<String> tried;
  private final @Nullable ParentWatchdog watchdog;

  /**
   * A start.
   *
   * @param tried what is being tried, for the message of a failure
   * @param watchdog ties the child to this JVM; null if it is not to be tied
   */
  PosixSpawn(
      Posix posix, CommandSpec spec, Supplier<String> tried, @Nullable ParentWatchdog watchdog) {
    this.posix = posix;
    this.spec = spec;
    this.tried = tried;
    this.watchdog = watchdog;
  }

  /** Starts the program by executing {@code executable}. */
  StartedProcess run(Executable executable) throws IOException {
    String directory = WorkingDirectory.check(posix, spec.directory(), tried);
    String name = ProgramFile.shortName(spec.program());
    DescriptorLayout layout = DescriptorLayout.open(posix, name, spec.redirects());
    ChildBonds bonds = null;
    StartedProcess started = null;
    try (WatchReservation reservation = reserve()) {
      layout.startPumps();
      bonds = ChildBonds.arrange(spec, group(layout), watchdog);
      int pid = spawn(plan(executable, directory, layout, bonds), bonds);
      started = own(pid, watch(reservation, pid), layout, bonds);
      return started;
    } finally {
      if (started == null) {
        layout.abandon();
        if (bonds != null) {
          bonds.undo();
        }
      }
    }
  }

  private static ProcessGroup group(DescriptorLayout layout) {
    return layout.sharesTerminal() ? ProcessGroup.OURS : ProcessGroup.OWN;
  }

  private WatchReservation reserve() throws ErrnoException {
    ChildSignal.makeSure(posix);
    WatchReservation reservation = WatchReservation.take(posix);
    int error = -reservation.error();
    if (error == 0) {
      return reservation;
    }
    throw error == Errno.ENOSYS || error == Errno.EPERM
        ? new ErrnoException(
            tried.get(),
            error,
            "its exit could not be watched, because this system does not let this process open a"
                + " pidfd (Linux 5.4); a sandbox may have to allow pidfd_open")
        : new ErrnoException(tried.get(), error);
  }

  private SpawnPlan plan(
      Executable executable,
      @Nullable String directory,
      DescriptorLayout layout,
      ChildBonds bonds) {
    PtyChannel terminal = layout.terminal();
    Environment given = WorkingDirectory.inEnvironment(posix, spec.directory(), spec.environment());
    return new SpawnPlan(
        executable.file(),
        executable.words(),
        bonds.environment(posix, given).words(posix),
        directory,
        layout.numbers(),
        flags(layout),
        terminal == null ? null : terminal.path(),
        null,
        executable.keptSignals());
  }

  private static int flags(DescriptorLayout layout) {
    if (layout.terminal() != null) {
      return POSIX_SPAWN_SETSID;
    }
    // A background group must not use the terminal, and Ctrl-C should reach the child.
    return layout.sharesTerminal() ? 0 : POSIX_SPAWN_SETPGROUP;
  }

  private int spawn(SpawnPlan plan, ChildBonds bonds) throws IOException {
    int pid =
        BusyRetry.start(
            () -> bonds.isNeeded() ? HeldSpawn.spawn(posix, plan, bonds) : posix.posix_spawn(plan));
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

  private ExitWatch watch(WatchReservation reservation, int pid) throws ErrnoException {
    WatchedChild watched = reservation.watch(pid);
    ExitWatch exit = watched.exit();
    if (exit != null) {
      return exit;
    }
    throw watched.error() == -Errno.ESRCH
        ? new ErrnoException(
            tried.get(), Errno.ESRCH, "it ran, but other code in this process has reaped it")
        : new ErrnoException(
            tried.get() + " (it ran, but could not be watched, and was killed)", -watched.error());
  }

  /** From here on the watch is the only way to the child; so it ends the child if this fails. */
  private StartedProcess own(int pid, ExitWatch exit, DescriptorLayout layout, ChildBonds bonds) {
    StartedProcess started = null;
    try {
      layout.release();
      var process = new ChildProcess(posix, pid, exit, group(layout), bonds.containment());
      bonds.keepUntilEndOf(process);
      started = new StartedProcess(spec, process, layout);
      return started;
    } finally {
      if (started == null) {
        exit.killAndAwait();
      }
    }
  }
}
