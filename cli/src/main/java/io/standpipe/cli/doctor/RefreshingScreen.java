package io.standpipe.cli.doctor;

import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.text.Columns;
import io.standpipe.internal.proc.OwnTerminal;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Shows texts on a terminal, each in place of the one before. A text is written over the old one
 * line by line, without clearing the screen first, so that nothing flickers (ECMA-48: CUP, EL, ED).
 */
final class RefreshingScreen {
  private static final int OUTPUT = 1;
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";
  private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

  private final StandardOutput out;

  private record Size(int rows, int columns) {
    static final Size DEFAULT = new Size(24, 80);

    /** How many rows a line takes, because a terminal wraps it. */
    int rows(String line) {
      return Math.max(1, Math.ceilDiv(length(line), columns));
    }

    /**
     * Whether the line ends before its row does. If not, the cursor is on its last character, and
     * erasing the rest of the row would erase that.
     */
    boolean leavesRest(String line) {
      return length(line) == 0 || length(line) % columns != 0;
    }

    private static int length(String line) {
      return Columns.of(COLOUR.matcher(line).replaceAll(""));
    }
  }

  RefreshingScreen(StandardOutput out) {
    this.out = out;
  }

  /**
   * Shows as much of a text as fits. More would make the terminal scroll, and the next text would
   * not cover it.
   */
  void show(String text) throws IOException {
    Size size = size();
    var screen = new StringBuilder(HOME);
    int left = size.rows - 1; // the cursor takes one
    for (String line : text.lines().toList()) {
      left -= size.rows(line);
      if (left < 0) {
        break;
      }
      screen.append(line).append(size.leavesRest(line) ? REST_OF_LINE : "").append('\n');
    }
    out.write(screen.append(REST_OF_SCREEN).toString());
  }

  /** Asked each time, because the window may have been resized. */
  private static Size size() {
    return OwnTerminal.size(OUTPUT)
        .filter(size -> size.rows() > 1)
        .map(size -> new Size(size.rows(), size.columns()))
        .orElse(Size.DEFAULT);
  }
}
