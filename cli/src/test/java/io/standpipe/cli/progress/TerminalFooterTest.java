package io.standpipe.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.proc.OwnTerminal.Size;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TerminalFooterTest {
  /** A terminal that shows what it is given. */
  private static final class Fake implements Screen {
    Picture picture;
    Size size;
    boolean foreground = true;
    int writes;
    @Nullable IOException failure;

    Fake(int columns, int rows) {
      size = new Size(columns, rows);
      picture = new Picture(columns);
    }

    @Override
    public Size size() {
      return size;
    }

    @Override
    public boolean isInForeground() {
      return foreground;
    }

    @Override
    public void write(String text) throws IOException {
      writes++;
      if (failure != null) {
        throw failure;
      }
      picture.show(text);
    }
  }

  private final Fake screen = new Fake(20, 10);
  private final TerminalFooter footer = new TerminalFooter(screen, false);

  private static List<ProgressLine> lines(String... lines) {
    return Arrays.stream(lines).map(line -> new ProgressLine().add(line)).toList();
  }

  @Test
  void linesAreDrawnOverTheOnesBefore() {
    screen.picture.show("$ command\r\n");
    footer.show(lines("one", "a long second"));
    footer.show(lines("first", "second"));

    assertThat(screen.picture.rows()).containsExactly("$ command", "first", "second");
    footer.show(lines("alone"));
    assertThat(screen.picture.rows()).containsExactly("$ command", "alone");
    footer.show(lines("a", "b", "c"));
    assertThat(screen.picture.rows()).containsExactly("$ command", "a", "b", "c");
  }

  @Test
  void whatIsTheSameIsNotWrittenAgain() {
    footer.show(lines("one"));
    footer.show(lines("one"));

    assertThat(screen.writes).isEqualTo(1);
  }

  @Test
  void aTextStandsAboveInOneWrite() {
    footer.show(lines("one", "two"));
    int before = screen.writes;

    assertThat(footer.printAbove("standpipe: news\n")).isTrue();
    assertThat(screen.writes).isEqualTo(before + 1);
  }

  @Test
  void theTextIsAboveAndTheLinesAreBelow() {
    footer.show(lines("one", "two"));
    footer.printAbove("news\r\nmore news\r\n");
    footer.show(lines("three", "four"));

    assertThat(screen.picture.rows()).containsExactly("news", "more news", "three", "four");
  }

  @Test
  void closingTakesTheLinesOffTheScreen() {
    screen.picture.show("$ command\r\n");
    footer.show(lines("one", "two"));
    footer.close(false);

    assertThat(screen.picture.rows()).containsExactly("$ command");
    assertThat(screen.picture.cursorRow()).isEqualTo(1);
    assertThat(screen.picture.cursorColumn()).isZero();
    assertThat(footer.printAbove("text\n")).isFalse();
    footer.show(lines("late"));
    footer.close(true);
    assertThat(screen.picture.rows()).containsExactly("$ command");
  }

  @Test
  void leavingPutsTheCursorBelowTheLines() {
    footer.show(lines("one", "two"));
    footer.close(true);

    assertThat(screen.picture.rows()).containsExactly("one", "two");
    assertThat(screen.picture.cursorRow()).isEqualTo(2);
    assertThat(screen.picture.cursorColumn()).isZero();
  }

  @Test
  void linesAreCutToTheWindow() {
    footer.show(lines("0123456789abcdefghij", "日本語日本語日本語日本語"));

    assertThat(screen.picture.rows()).containsExactly("0123456789abcdefghi", "日本語日本語日本語");
  }

  @Test
  void partsThatDoNotFitAreLeftOut() {
    footer.show(List.of(new ProgressLine().add("12,345/s").add("lag 7").add("in flight 3")));

    assertThat(screen.picture.rows()).containsExactly("12,345/s  lag 7");
  }

  @Test
  void inALowWindowTheFirstLinesAreShown() {
    screen.size = new Size(20, 3);
    footer.show(lines("a", "b", "c"));
    assertThat(screen.picture.rows()).containsExactly("a", "b");
    footer.close(false);

    var low = new Fake(20, 1);
    new TerminalFooter(low, false).show(lines("a", "b"));
    assertThat(low.picture.rows()).containsExactly("a");
  }

  /** As a terminal shows them that wraps the lines anew. */
  @Test
  void linesThatWrapInANarrowerWindowAreErasedWhole() {
    footer.show(lines("0123456789abcdef", "short"));
    screen.size = new Size(10, 10);
    screen.picture = new Picture(10).show("$ command\r\n0123456789abcdef\r\nshort");
    footer.show(lines("0123456789abcdef", "shorter"));

    assertThat(screen.picture.rows()).containsExactly("$ command", "012345678", "shorter");
  }

  @Test
  void theNumberOfLinesMayDropToNone() {
    footer.show(lines("a", "b"));
    footer.show(List.of());
    assertThat(screen.picture.rows()).isEmpty();

    int before = screen.writes;
    footer.show(List.of());
    assertThat(screen.writes).isEqualTo(before);
  }

  @Test
  void inTheBackgroundNothingIsDrawn() {
    footer.show(lines("one", "two"));
    screen.foreground = false;
    int before = screen.writes;
    footer.show(lines("three"));
    assertThat(footer.printAbove("news\n")).isFalse();
    footer.close(true);

    assertThat(screen.writes).isEqualTo(before);
  }

  @Test
  void backInTheForegroundTheLinesBeginWhereTheCursorIs() {
    footer.show(lines("one", "two"));
    screen.foreground = false;
    footer.show(lines("three"));
    screen.picture.show("\r\n[1]+ Stopped\r\n$ fg\r\n");
    screen.foreground = true;
    footer.show(lines("three"));

    assertThat(screen.picture.rows())
        .containsExactly("one", "two", "[1]+ Stopped", "$ fg", "three");
  }

  @Test
  void colourIsUsedOnlyWhereItIsWanted() {
    List<ProgressLine> alarming = List.of(new ProgressLine().add("a").alert("3 dead letters"));
    var coloured = new Fake(40, 10);
    var plain = new Fake(40, 10);
    new TerminalFooter(coloured, true).show(alarming);
    new TerminalFooter(plain, false).show(alarming);

    assertThat(coloured.picture.rows()).containsExactly("a  3 dead letters");
    assertThat(plain.picture.rows()).containsExactly("a  3 dead letters");
    assertThat(alarming.getFirst().fit(40, true)).isEqualTo("a  \033[33m3 dead letters\033[0m");
    assertThat(alarming.getFirst().fit(40, false)).doesNotContain("\033");
  }

  @Test
  void aPartWithControlCharactersMovesNoCursor() {
    footer.show(lines("a\033[2Jb\nc"));

    assertThat(screen.picture.rows()).containsExactly("a\\x1b[2Jb\\nc");
  }

  /** The user has pressed Ctrl-S. */
  @Test
  void aStoppedTerminalIsTriedAgain() {
    screen.failure = new DeadlineExceededException("write", Duration.ofSeconds(1), "stopped");
    footer.show(lines("one"));
    screen.failure = null;
    footer.show(lines("one"));

    assertThat(screen.picture.rows()).containsExactly("one");
  }

  @Test
  void aTerminalThatHasHungUpGetsNothingMore() {
    footer.show(lines("one"));
    screen.failure = new IOException("hung up");
    footer.show(lines("two"));
    int before = screen.writes;

    footer.show(lines("three"));
    assertThat(footer.printAbove("text\n")).isFalse();
    footer.close(false);
    assertThat(screen.writes).isEqualTo(before);
  }
}
