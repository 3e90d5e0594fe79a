package io.standpipe.internal.start;

import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.Secrets;
import io.standpipe.internal.tree.ChildProcess;
import io.standpipe.internal.tree.ParentWatchdog;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Turns a {@link CommandSpec} into a process: finds the program, fixes its buffering and what it
 * ignores, starts it, and ties it to this JVM if asked to. Whatever is thrown, nothing is left: no
 * descriptor, no child.
 */
public final class Spawner {
  /** Made at the first tied start: programs that tie nothing pay nothing. */
  private static final class Shared {
    static final ParentWatchdog WATCHDOG = new ParentWatchdog(SpawnedShell::start);
  }

  private Spawner() {}

  /**
   * Starts it, and hands it to its owner. Blocks no longer than the system takes to execute a
   * program.
   *
   * @param owner takes it over; if that fails, the child is ended
   */
  public static <T> T start(Posix posix, CommandSpec asked, Function<StartedProcess, T> owner)
      throws IOException {
    Supplier<String> tried = () -> "start " + asked;
    String program = new ProgramLookup(posix, tried).find(asked.program(), asked.environment());
    CommandSpec spec = BufferingFix.applyTo(posix, asked, program);
    Executable executable = SignalEnv.executable(spec, program, tried);
    ParentWatchdog watchdog = spec.lifetime().contains(Lifetime.TIED) ? Shared.WATCHDOG : null;
    StartedProcess started = new PosixSpawn(posix, spec, tried, watchdog).run(executable);
    boolean owned = false;
    try {
      keepUntilItsEnd(spec.secrets(), started.process());
      T result = owner.apply(started);
      owned = true;
      return result;
    } finally {
      if (!owned) {
        started.discard();
      }
    }
  }

  /** While it runs its command line can be seen: so long its secrets are known. */
  private static void keepUntilItsEnd(Secrets secrets, ChildProcess process) {
    if (!secrets.all().isEmpty()) {
      process.whenEnded(secrets::release);
    }
  }
}
