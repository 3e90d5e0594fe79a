package io.standpipe.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.Output;
import io.standpipe.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A display on a terminal, and where there is none. */
class ProgressDisplayTest {
  private static final List<String> LINES = List.of("working", "second line");

  @TempDir Path folder;

  private WatchedTerminal terminal;

  private void start() throws IOException {
    terminal = WatchedTerminal.start(Command.self(ProgressScene.class), 60, 20);
    terminal.await("the display", picture -> picture.rows().equals(LINES));
  }

  @AfterEach
  void stop() {
    if (terminal != null) {
      terminal.close();
    }
  }

  @Test
  void linesAreRedrawnInPlaceAndWarningsStandAboveThem() throws Exception {
    start();
    terminal.type("warn one");
    terminal.type("show further");
    terminal.type("warn two");

    terminal.await(
        "both",
        picture ->
            picture
                .rows()
                .equals(List.of("standpipe: one", "standpipe: two", "further", "second line")));
  }

  @Test
  void linesOfAProgramsStandardErrorStandAboveThemWholeAndEscaped() throws Exception {
    start();
    terminal.type("error half a li");
    terminal.type("error ne\\n\\033[2Jsecond\\nthird");
    terminal.await(
        "whole lines",
        picture ->
            picture
                .rows()
                .equals(List.of("half a line", "\\x1b[2Jsecond", "working", "second line")));
    terminal.type("close");
    terminal.type("error  has its end now\\n");
    terminal.type("exit");

    assertThat(terminal.end().rows())
        .containsExactly("half a line", "\\x1b[2Jsecond", "third has its end now");
  }

  @Test
  void withoutADisplayTheBytesPassAsTheyAre() throws Exception {
    Output output =
        Command.self(ProgressScene.class).input("error \\033[1mbold\\033[m\\0\nleave\n").capture();

    assertThat(output.stderr()).isEqualTo("\033[1mbold\033[m\0".getBytes(UTF_8));
  }

  @Test
  void closingLeavesNothingOfThem() throws Exception {
    start();
    terminal.type("warn one");
    terminal.type("close");
    terminal.type("warn two");
    terminal.type("exit");

    assertThat(terminal.end().rows()).containsExactly("standpipe: one", "standpipe: two");
  }

  @Test
  void whatIsLeftIsAsItIsAtTheEnd() throws Exception {
    start();
    terminal.type("show done");
    terminal.type("leave");
    terminal.type("warn after");
    terminal.type("exit");

    assertThat(terminal.end().rows()).containsExactly("done", "second line", "standpipe: after");
  }

  @Test
  void anExitWithoutACloseLeavesNothingEither() throws Exception {
    start();
    terminal.type("exit");

    assertThat(terminal.end().rows()).isEmpty();
  }

  @Test
  void aSignalThatEndsItLeavesNothing() throws Exception {
    start();
    terminal.child().signal(Signal.TERM);

    assertThat(terminal.end().rows()).isEmpty();
  }

  @Test
  void theLinesFollowTheWidthOfTheWindow() throws Exception {
    start();
    terminal.child().terminal().resize(8, 20);

    terminal.await("cut lines", picture -> picture.rows().equals(List.of("working", "second")));
  }

  @Test
  void aBugInTheSourceEndsTheDisplayAndNotTheCommand() throws Exception {
    start();
    terminal.type("show bug");
    terminal.await("the report", picture -> picture.rows().toString().contains("as told"));
    terminal.type("warn still here");
    terminal.type("exit");

    assertThat(terminal.end().rows()).last().isEqualTo("standpipe: still here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dumb", ""})
  void aTerminalThatMovesNoCursorGetsWarningsAlone(String kind) throws Exception {
    List<String> words = new ArrayList<>(List.of("env", "TERM=" + kind));
    words.addAll(Command.self(ProgressScene.class).words());
    terminal = WatchedTerminal.start(Command.of(words), 60, 20);
    terminal.type("warn one");
    terminal.type("exit");

    assertThat(terminal.end().rows()).containsExactly("standpipe: one");
  }

  @Test
  void withoutATerminalNothingIsAskedFor() throws Exception {
    Output output = Command.self(ProgressScene.class).input("warn one\nlooks\nleave\n").capture();

    assertThat(output.text()).isEqualTo("0");
    assertThat(output.errorText()).isEqualTo("standpipe: one\n");
  }

  /** JLine takes a quarter of a second to load. */
  @Test
  void noLineEditorIsLoaded() throws Exception {
    List<String> words = new ArrayList<>(Command.self(ProgressScene.class).words());
    Path log = folder.resolve("classes");
    words.add(1, "-Xlog:class+load:file=" + log);
    terminal = WatchedTerminal.start(Command.of(words), 60, 20);
    terminal.await("the display", picture -> picture.rows().equals(LINES));
    terminal.type("exit");
    terminal.end();

    assertThat(log).content().contains("io.standpipe.cli.progress").doesNotContain("jline");
  }
}
