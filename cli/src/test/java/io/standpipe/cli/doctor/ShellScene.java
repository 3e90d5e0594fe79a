package io.standpipe.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.cli.doctor.report.TextReport;
import io.standpipe.cli.doctor.report.TextStyle;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Programs that talk, or have stopped talking, started by a shell script in its own folder. */
public final class ShellScene implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Child shell;

  private ShellScene(Child shell) {
    this.shell = shell;
  }

  /** Starts the script. It runs, with all that it has started, until this is closed. */
  public static ShellScene of(Path folder, String script) throws IOException {
    Command command =
        Command.of("sh", "-c", script)
            .directory(folder)
            // Programs must hold back output as they do by default.
            .withoutEnv("PYTHONUNBUFFERED")
            .stdin(Redirect.nothing())
            .stdout(Redirect.nothing())
            .stderr(Redirect.nothing());
    return new ShellScene(command.start());
  }

  /**
   * Starts {@code size} processes of cat in a ring of fifos named a, b, c and so on; each waits to
   * read what another should write. The first opens its output first, or all of them would wait in
   * open. The shell becomes the last one.
   */
  public static ShellScene ring(Path folder, int size) throws IOException {
    var script = new StringBuilder("mkfifo");
    IntStream.range(0, size).forEach(i -> script.append(' ').append(name(i)));
    script.append("; cat >b <a & ");
    IntStream.range(1, size - 1)
        .forEach(i -> script.append("cat <%s >%s & ".formatted(name(i), name(i + 1))));
    script.append("exec cat <%s >a".formatted(name(size - 1)));
    return of(folder, script.toString());
  }

  private static String name(int i) {
    return Character.toString('a' + i);
  }

  /** The pid of the shell. */
  public long pid() {
    return shell.pid();
  }

  /** The pids of the shell and of all processes that it has started. */
  public Set<Long> pids() {
    Set<Long> pids = new HashSet<>(Set.of(pid()));
    pids.addAll(shell.descendants());
    return pids;
  }

  /** Looks until {@code what} holds. */
  public DiagnosisView await(Predicate<DiagnosisView> what) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      DiagnosisView view = look();
      if (what.test(view)) {
        return view;
      }
      assertThat(System.nanoTime())
          .as("waited %s for it; seen last: %s", LIMIT, view.diagnosis())
          .isLessThan(deadline);
    }
  }

  /** The report about these programs once it satisfies the condition, or the last one if never. */
  public String awaitReport(Predicate<String> what) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Set<Long> started = pids();
      started.remove(pid());
      var scope = new ViewScope(started, false, true);
      String report = new TextReport(DiagnosisView.now(scope), scope, TextStyle.PLAIN).toString();
      if (what.test(report) || System.nanoTime() > deadline) {
        return report;
      }
    }
  }

  /** Takes one look. */
  public DiagnosisView look() {
    return DiagnosisView.now(scope());
  }

  /** Only these programs, with all channels. */
  public ViewScope scope() {
    return new ViewScope(pids(), false, true);
  }

  @Override
  public void close() {
    shell.close();
  }
}
