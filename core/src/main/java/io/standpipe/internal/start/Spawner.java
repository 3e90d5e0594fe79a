package io.standpipe.internal.start;

import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.Secrets;
import io.standpipe.internal.tree.ChildProcess;
import io.standpipe.internal.tree.ParentWatchdog;
import io.standpipe.internal.tree.StopLimits;
import io.standpipe.internal.tree.StopSequence;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns a {@link CommandSpec} into a process: finds the program, fixes its buffering and what it
 * ignores, starts it, and ties it to this JVM if asked to. Whatever fails, nothing is left: no
 * descriptor, no child.
 */
public final class Spawner {
  /** Made at the first tied start: programs that tie nothing pay nothing. */
  private static final class Shared {
    static final ParentWatchdog WATCHDOG = new ParentWatchdog(SpawnedShell::start);
  }

  private Spawner() {}

  /** Starts it. Blocks no longer than the system takes to execute a program. */
  public static StartedProcess start(Posix posix, CommandSpec asked) throws IOException {
    Supplier<String> tried = () -> "start " + asked;
    String program = new ProgramLookup(posix, tried).find(asked.program(), asked.environment());
    CommandSpec spec = BufferingFix.applyTo(posix, asked, program);
    Executable executable = SignalEnv.executable(spec, program, tried);
    StartedProcess started = new PosixSpawn(posix, spec, tried).run(executable);
    keepUntilItsEnd(spec.secrets(), started.process());
    started.startPumps();
    return spec.lifetime().contains(Lifetime.TIED) ? tied(started) : started;
  }

  /** While it runs its command line can be seen: so long its secrets are known. */
  private static void keepUntilItsEnd(Secrets secrets, ChildProcess process) {
    if (!secrets.all().isEmpty()) {
      process.whenEnded(secrets::release);
    }
  }

  /** A program that could not be tied must not run. */
  private static StartedProcess tied(StartedProcess started) throws IOException {
    boolean tied = false;
    try {
      Shared.WATCHDOG.tie(started.process());
      tied = true;
      return started;
    } finally {
      if (!tied) {
        StopSequence.run(List.of(started), StopLimits.KILL);
        started.closeOurs();
      }
    }
  }
}
