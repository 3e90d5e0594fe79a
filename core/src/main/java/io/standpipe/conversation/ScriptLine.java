package io.standpipe.conversation;

import io.standpipe.internal.text.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a transcript file, together with the lines that continue it.
 *
 * @param number the number of the first line, counted from 1
 * @param text the text without its sign; of a comment, all of it
 */
record ScriptLine(int number, Kind kind, String text) {
  /** What to do with it. */
  enum Kind {
    SEND,
    EXPECT,
    COMMENT
  }

  static List<ScriptLine> parse(String script) {
    List<ScriptLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : script.split("\n", -1)) {
      number++;
      if (line.startsWith(">|") || line.startsWith("<|")) {
        continueLast(lines, number, line);
      } else if (line.startsWith(">")) {
        lines.add(new ScriptLine(number, Kind.SEND, after(1, line)));
      } else if (line.startsWith("<")) {
        lines.add(new ScriptLine(number, Kind.EXPECT, after(1, line)));
      } else if (line.startsWith("#")) {
        lines.add(new ScriptLine(number, Kind.COMMENT, line));
      } else if (!line.isBlank()) {
        throw wrong(number, line);
      }
    }
    return lines;
  }

  private static void continueLast(List<ScriptLine> lines, int number, String line) {
    Kind kind = line.startsWith(">") ? Kind.SEND : Kind.EXPECT;
    if (lines.isEmpty() || lines.getLast().kind != kind) {
      throw wrong(number, line);
    }
    ScriptLine last = lines.removeLast();
    lines.add(new ScriptLine(last.number, kind, last.text + "\n" + after(2, line)));
  }

  /** The text after the sign and one space. */
  private static String after(int sign, String line) {
    return line.substring(line.startsWith(" ", sign) ? sign + 1 : sign);
  }

  private static IllegalArgumentException wrong(int number, String line) {
    return new IllegalArgumentException(
        "line "
            + number
            + " of a transcript, "
            + Excerpt.head(line)
            + ", is none of '> text', '< text', '< /regex/', '# comment', and '>|' or '<|' behind a"
            + " line of the same kind");
  }
}
