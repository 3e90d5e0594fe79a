package io.standpipe.cli.doctor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.doctor.ShellScene;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReportTest {
  /** Matches one line of a writer that waits. */
  private static final Pattern FULL = Pattern.compile("full: .* waits here");

  private static final Pattern READS = Pattern.compile("◀── .* waits here");

  @TempDir private Path folder;

  private static String text(DiagnosisView view, ViewScope scope) {
    return new TextReport(view, scope, TextStyle.PLAIN).toString();
  }

  @Test
  void aRingIsToldFirstThenDrawnWithEachWait() throws Exception {
    try (ShellScene scene = ShellScene.ring(folder, 3)) {
      DiagnosisView view = scene.await(DiagnosisView::hasDeadlock);

      String text = text(view, scene.scope());

      assertThat(text)
          .startsWith("warning: deadlock, likely: 3 processes wait for each other;")
          .contains("→ Flush each message before waiting for the answer")
          .contains("Which programs are connected:");
      assertThat(text.lines().filter(l -> l.matches("\\d+ \\(cat\\)"))).hasSize(3);
      assertThat(text.lines().filter(l -> l.endsWith("waits here")))
          .hasSize(3)
          .allMatch(
              l -> l.matches("├─ 0 ◀── fifo .*/[abc] ░{8} empty ◀── \\d+ \\(cat\\)  waits here"));
      assertThat(text.lines().filter(l -> l.startsWith("└─ 1 ──▶ fifo "))).hasSize(3);
    }
  }

  @Test
  void aFullPipeIsShownFull() throws Exception {
    try (ShellScene scene = ShellScene.of(folder, "yes | sleep 1000")) {
      // The pipe fills first, then yes waits.
      DiagnosisView view = scene.await(p -> FULL.matcher(text(p, scene.scope())).find());

      assertThat(text(view, scene.scope()))
          .contains("└─ 1 ──▶ pipe:[")
          .containsPattern(
              "\\] █{8} full: \\d+ of \\d+ bytes ──▶ \\d+ \\(sleep 1000\\)  waits here");
    }
  }

  @Test
  void healthyProgramsAreShownAndToldToBe() throws Exception {
    try (ShellScene scene = ShellScene.of(folder, "sleep 1000 | cat")) {
      // The two begin to wait at different times.
      DiagnosisView view =
          scene.await(p ->
              text(p, scene.scope()).contains(" waits for the clock\n")
                  && READS.matcher(text(p, scene.scope())).find());

      assertThat(text(view, scene.scope()))
          .startsWith("No fault was found: ")
          .containsPattern(
              "sleep 1000\\)  waits for the clock\n└─ 1 ──▶ pipe:\\[\\d+\\] ░{8} empty");
      assertThat(view.hasDeadlock()).isFalse();
    }
  }

  @Test
  void anOpeningThatWaitsIsShownAtItsFifo() throws Exception {
    try (ShellScene scene = ShellScene.of(folder, "mkfifo q; exec cat <q")) {
      DiagnosisView view = scene.await(p -> !p.diagnosis().findings().isEmpty());

      assertThat(text(view, scene.scope()))
          .contains("└─ opens ◀── fifo ", "/q ◀── no process  waits");
    }
  }

  @Test
  void aProcessThatOnlyWaitsBehindADeadlockIsNamedAndNotDrawn() throws Exception {
    // In parentheses, or dash would open the fifos itself and be in the ring.
    try (ShellScene scene = ShellScene.of(folder, "mkfifo a b; cat >b <a & (cat <b >a); :")) {
      scene.await(p -> p.hasDeadlock() && text(p, scene.scope()).contains("waits for the exit of"));
      Set<Long> cats = scene.pids();
      cats.remove(scene.pid());
      var scope = new ViewScope(cats, false, true);

      assertThat(text(DiagnosisView.now(scope), scope))
          .contains("  behind them wait " + scene.pid() + " (sh ")
          .doesNotContainPattern("(?m)^" + scene.pid())
          .doesNotContain("waits for the exit of");
    }
  }

  @Test
  void coloursAreThereOnRequestAlone() throws Exception {
    try (ShellScene scene = ShellScene.ring(folder, 2)) {
      DiagnosisView view = scene.await(DiagnosisView::hasDeadlock);

      assertThat(text(view, scene.scope())).doesNotContain("\033");
      assertThat(new TextReport(view, scene.scope(), TextStyle.COLOURED).toString())
          .startsWith("\033[1;33mwarning: \033[0m");
    }
  }

  @Test
  void namesThatWouldMoveTheCursorAreMadeHarmless() throws Exception {
    try (ShellScene scene =
        ShellScene.of(folder, "f=\"$(printf 'a\\033[2J\\nb')\"; mkfifo \"$f\"; exec cat <\"$f\"")) {
      DiagnosisView view = scene.await(p -> !p.diagnosis().findings().isEmpty());

      assertThat(text(view, scene.scope())).contains("a\\x1b[2J\\nb").doesNotContain("\033");
    }
  }
}
