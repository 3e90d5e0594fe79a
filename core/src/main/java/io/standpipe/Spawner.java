package io.standpipe;

import static io.standpipe.internal.posix.Constants.POSIX_SPAWN_SETPGROUP;
import static io.standpipe.internal.posix.Constants.POSIX_SPAWN_SETSID;
import static io.standpipe.internal.posix.Constants.S_IFDIR;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static io.standpipe.internal.posix.Constants.X_OK;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.internal.ready.ExitWatch;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Command} becomes a {@link Child}: find the program, open its descriptors, spawn,
 * watch its exit. Whatever fails, nothing is left: no descriptor, no child.
 */
final class Spawner {
  private Spawner() {}

  static Child start(Command command) throws IOException {
    return start(Posix.system(), command);
  }

  static Child start(Posix posix, Command asked) throws IOException {
    Supplier<String> tried = () -> "start " + asked;
    String name = asked.words().getFirst();
    String program = new ProgramLookup(posix, tried).find(name, asked.environment());
    Command command = BufferingFix.applyTo(posix, asked, program);
    String directory = directory(posix, tried, command.directory());
    DescriptorLayout wiring = DescriptorLayout.open(posix, shortName(name), command.redirects());
    Optional<Containment> containment = Containment.asked(command.custody());
    PseudoTerminal terminal = wiring.terminal();
    Child child = null;
    try {
      var plan =
          new SpawnPlan(
              program,
              command.words(),
              environment(posix, command, containment).words(posix),
              directory,
              wiring.numbers(),
              group(wiring),
              terminal == null ? null : terminal.path);
      int pid = spawn(posix, plan, tried);
      containment.ifPresent(by -> by.take(pid));
      ExitWatch exit = watch(posix, pid, tried);
      wiring.release();
      child = new Child(posix, command, pid, exit, wiring, containment);
    } finally {
      if (child == null) {
        wiring.abandon();
        containment.ifPresent(Containment::abandon);
      }
    }
    return command.custody().tied() ? tied(child) : child;
  }

  private static Environment environment(
      Posix posix, Command command, Optional<Containment> containment) {
    Environment given = command.environment();
    return containment.map(by -> by.environment(posix, given)).orElse(given);
  }

  /** One that could not be tied must not run. */
  private static Child tied(Child child) throws IOException {
    boolean tied = false;
    try {
      child.tie();
      tied = true;
      return child;
    } finally {
      if (!tied) {
        child.stop(StopPolicy.killAtOnce());
        child.close();
      }
    }
  }

  private static int group(DescriptorLayout wiring) {
    if (wiring.terminal() != null) {
      return POSIX_SPAWN_SETSID;
    }
    // A background group must not use the terminal, and Ctrl-C should reach the child.
    return wiring.sharesTerminal() ? 0 : POSIX_SPAWN_SETPGROUP;
  }

  private static int spawn(Posix posix, SpawnPlan plan, Supplier<String> tried)
      throws ErrnoException {
    int pid = posix.posix_spawn(plan);
    if (pid < 0) {
      String advice = ProgramLookup.startAdvice(posix, plan.program(), -pid);
      throw advice.isEmpty()
          ? new ErrnoException(tried.get(), -pid)
          : new ErrnoException(tried.get(), -pid, advice);
    }
    return pid;
  }

  private static ExitWatch watch(Posix posix, int pid, Supplier<String> tried)
      throws ErrnoException {
    ExitWatch.Watched watched = ExitWatch.watch(posix, pid);
    ExitWatch exit = watched.exit();
    if (exit == null) {
      throw new ErrnoException(
          tried.get() + " (it ran, but could not be watched, and was killed)", -watched.error());
    }
    return exit;
  }

  private static @Nullable String directory(Posix posix, Supplier<String> tried, Path directory)
      throws ErrnoException {
    String text = Escaping.word(directory);
    if (text.isEmpty()) {
      return null;
    }
    int mode = posix.fileMode(text);
    if (mode < 0) {
      throw new ErrnoException(tried.get() + " in directory " + text, -mode);
    }
    if ((mode & S_IFMT) != S_IFDIR) {
      throw new ErrnoException(tried.get() + " in directory " + text, Errno.ENOTDIR, "");
    }
    int entered = posix.access(text, X_OK);
    if (entered < 0) {
      String advice = "this user may not enter that directory";
      throw new ErrnoException(tried.get() + " in directory " + text, -entered, advice);
    }
    return text;
  }

  /** What people call the program. */
  static String shortName(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
