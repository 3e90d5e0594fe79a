package io.standpipe.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.cli.doctor.report.TextReport;
import io.standpipe.cli.doctor.report.TextStyle;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import io.standpipe.doctor.ProcessInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Programs that talk, or have stopped to, started by a shell script in a folder of their own. */
public final class ShellScene implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Child shell;

  private ShellScene(Child shell) {
    this.shell = shell;
  }

  /** Runs until it is closed, with all that the script has started. */
  public static ShellScene of(Path folder, String script) throws IOException {
    Command command =
        Command.of("sh", "-c", script)
            .directory(folder)
            // Programs are to hold back what they do everywhere.
            .withoutEnv("PYTHONUNBUFFERED")
            .stdin(Redirect.nothing())
            .stdout(Redirect.nothing())
            .stderr(Redirect.nothing());
    return new ShellScene(command.start());
  }

  /**
   * So many of cat in a ring of fifos named a, b, c …: each waits to read what another should say.
   * The first opens its output first, or all of them would wait in open. The shell becomes the
   * last.
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

  /** The shell's number. */
  public long pid() {
    return shell.pid();
  }

  /** Its own, and those of all that it has started. */
  public Set<Long> pids() {
    Set<Long> pids = new HashSet<>(Set.of(pid()));
    ProcessInfo.descendants(ProcessInfo.all(), Set.of(pid())).forEach(p -> pids.add(p.pid()));
    return pids;
  }

  /** Looks at it until that is seen. */
  public DiagnosisView await(Predicate<DiagnosisView> what) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      DiagnosisView picture = look();
      if (what.test(picture)) {
        return picture;
      }
      assertThat(System.nanoTime())
          .as("waited %s for it; seen last: %s", LIMIT, picture.diagnosis())
          .isLessThan(deadline);
    }
  }

  /** The report on what the script has started, once it is that; or the last one after a while. */
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

  /** Looks once. */
  public DiagnosisView look() {
    return DiagnosisView.now(scope());
  }

  /** All of it, and nothing else of the machine. */
  public ViewScope scope() {
    return new ViewScope(pids(), false, true);
  }

  @Override
  public void close() {
    shell.close();
  }
}
