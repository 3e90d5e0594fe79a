package io.standpipe.internal.start;

import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.tree.WatchdogShell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The parent watchdog's shell as a child of this process. */
final class SpawnedShell implements WatchdogShell {
  private static final String SHELL = "/bin/sh";
  private static final String NAME = "standpipe-watchdog";

  /** A variable instead of a word, so that a list of processes shows one short line. */
  private static final String SCRIPT = "STANDPIPE_WATCHDOG";

  private final StartedProcess started;

  private SpawnedShell(StartedProcess started) {
    this.started = started;
  }

  static WatchdogShell start(String script) throws IOException {
    CommandSpec spec =
        new CommandSpec(List.of(SHELL, "-c", "eval \"$" + SCRIPT + "\"", NAME))
            .withEnvironment(
                Environment.EMPTY
                    .with("PATH", "/usr/bin:/bin")
                    .with("LC_ALL", "C")
                    .with(SCRIPT, script))
            .withDirectory(Path.of("/"))
            .withRedirect(0, new RedirectSpec.Pipe())
            .withRedirect(1, new RedirectSpec.Nothing())
            .withRedirect(2, new RedirectSpec.Nothing());
    var executable = new Executable(SHELL, spec.words());
    return new SpawnedShell(
        new PosixSpawn(Platform.posix(), spec, () -> "start " + NAME, null).run(executable));
  }

  @Override
  public WriteEnd lifeline() {
    return Objects.requireNonNull(started.writer(0));
  }

  @Override
  public void kill() {
    started
        .process()
        .signal(Constants.SIGKILL); // before its input ends: it would take that for our end
    started.discard();
  }

  @Override
  public void whenEnded(Runnable action) {
    started.process().whenEnded(action);
  }

  @Override
  public String toString() {
    return started.toString();
  }
}
