package io.standpipe.cli.doctor;

import io.standpipe.Command;
import io.standpipe.cli.output.StandardOutput;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A terminal on which each text takes the place of the one before. Written over it line by line,
 * not cleared first, so that nothing flickers (ECMA-48: CUP, EL, ED).
 */
final class RefreshingScreen {
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";
  private static final Pattern COLOURS = Pattern.compile("\033\\[[0-9;]*m");

  private final StandardOutput out;

  private record Size(int rows, int columns) {
    static final Size USUAL = new Size(24, 80);

    /** How many rows a line takes, for a terminal goes on in the next one. */
    int rows(String line) {
      return Math.max(1, Math.ceilDiv(length(line), columns));
    }

    /** Whether it ends before its row. Else the cursor is on its last character, not behind it. */
    boolean leavesRest(String line) {
      return length(line) == 0 || length(line) % columns != 0;
    }

    private static int length(String line) {
      String seen = COLOURS.matcher(line).replaceAll("");
      return seen.codePointCount(0, seen.length());
    }
  }

  RefreshingScreen(StandardOutput out) {
    this.out = out;
  }

  /**
   * What does not fit is left away at the end: the terminal would scroll, and home be elsewhere.
   */
  void show(String text) throws IOException, InterruptedException {
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

  /** Asked each time: a window may have been given another size. */
  private static Size size() throws InterruptedException {
    try {
      String[] words = Command.of("stty", "-F", "/dev/tty", "size").read().strip().split(" ", -1);
      var size = new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
      return size.rows > 1 && size.columns > 0 ? size : Size.USUAL;
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Size.USUAL;
    }
  }
}
