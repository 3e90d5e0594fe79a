package io.standpipe.cli.progress;

import io.standpipe.cli.output.Footer;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.proc.OwnTerminal.Size;
import java.io.IOException;
import java.util.List;

/**
 * Lines at the bottom of a terminal. They are written over the ones before, line by line, so that
 * nothing flickers (ECMA-48: CUU, EL, ED), and nothing is written if they are still the same. The
 * cursor stays behind the last one; each is shorter than the window is wide, so that none wraps.
 *
 * <p>Safe from any thread. A write may take a second if the user has stopped the terminal (Ctrl-S),
 * and all others wait for it, as the lines must not be torn apart.
 */
final class TerminalFooter implements Footer {
  private static final String RETURN = "\r";
  private static final String NEXT_LINE = "\r\n"; // also where the terminal adds no return
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";

  /**
   * What the terminal shows: the widths tell how many rows they take after it has become narrow.
   */
  private record Drawn(List<String> lines, List<Integer> widths, int columns) {
    static final Drawn NOTHING = new Drawn(List.of(), List.of(), 0);

    /**
     * The sequence that moves the cursor to the first row. Most terminals wrap lines that have
     * become too long for the window.
     */
    String home(int columnsNow) {
      int rows = widths.stream().mapToInt(w -> Math.max(1, Math.ceilDiv(w, columnsNow))).sum();
      return RETURN + (rows > 1 ? "\033[" + (rows - 1) + "A" : "");
    }
  }

  private final Screen screen;
  private final boolean coloured;
  private Drawn drawn = Drawn.NOTHING;
  private boolean closed;

  TerminalFooter(Screen screen, boolean coloured) {
    this.screen = screen;
    this.coloured = coloured;
  }

  /** Shows these lines, as far as they fit, in place of the ones before. */
  synchronized void show(List<ProgressLine> lines) {
    if (closed) {
      return;
    }
    if (!screen.isInForeground()) {
      forget();
      return;
    }
    Size size = screen.size();
    Drawn next = fit(lines, size);
    boolean nothing = next.lines.isEmpty() && drawn.lines.isEmpty();
    if (!nothing && !next.equals(drawn)) {
      boolean resized = size.columns() != drawn.columns && !drawn.lines.isEmpty();
      String home = drawn.home(size.columns()) + (resized ? REST_OF_SCREEN : "");
      write(home + sequence(next), next);
    }
  }

  private Drawn fit(List<ProgressLine> lines, Size size) {
    int columns = Math.max(1, size.columns() - 1);
    List<ProgressLine> shown =
        lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
    return new Drawn(
        shown.stream().map(line -> line.fit(columns, coloured)).toList(),
        shown.stream().map(line -> line.width(columns)).toList(),
        size.columns());
  }

  private static String sequence(Drawn next) {
    return String.join(REST_OF_LINE + NEXT_LINE, next.lines) + REST_OF_SCREEN;
  }

  /**
   * Text and footer are one write, so that the footer is always seen. A text that comes while the
   * process is in the background goes where the cursor is.
   */
  @Override
  public synchronized boolean printAbove(String text) {
    if (closed) {
      return false;
    }
    if (drawn.lines.isEmpty() || !screen.isInForeground()) {
      forget();
      return false;
    }
    return write(
        drawn.home(screen.size().columns()) + REST_OF_SCREEN + text + sequence(drawn), drawn);
  }

  /**
   * To be called after this process was stopped: the shell has written below the lines meanwhile,
   * and the cursor is not where they end.
   */
  synchronized void forget() {
    drawn = Drawn.NOTHING;
  }

  /** Takes the lines off the screen, or leaves them there for good with the cursor below them. */
  synchronized void close(boolean leave) {
    if (!closed && !drawn.lines.isEmpty() && screen.isInForeground()) {
      String end = leave ? NEXT_LINE : drawn.home(screen.size().columns()) + REST_OF_SCREEN;
      write(end, Drawn.NOTHING);
    }
    closed = true;
  }

  /** Returns whether the terminal may have taken it. */
  private boolean write(String sequence, Drawn after) {
    try {
      screen.write(sequence);
      drawn = after;
      return true;
    } catch (DeadlineExceededException e) {
      return true; // stopped by the user: what is lost is drawn again
    } catch (IOException e) {
      closed = true; // hung up
      return false;
    }
  }
}
