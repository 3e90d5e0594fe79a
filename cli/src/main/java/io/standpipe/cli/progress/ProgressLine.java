package io.standpipe.cli.progress;

import io.standpipe.cli.text.Columns;
import io.standpipe.internal.text.Escaping;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a display: parts with two spaces between them, the most important one first. Those at
 * the end that do not fit into the width are left out. For one thread.
 */
public final class ProgressLine {
  private static final String BETWEEN = "  ";
  private static final String YELLOW = "\033[33m";
  private static final String PLAIN = "\033[0m";

  private record Part(String text, boolean isAlert) {
    String drawn(boolean coloured) {
      return coloured && isAlert ? YELLOW + text + PLAIN : text;
    }
  }

  private final List<Part> parts = new ArrayList<>();

  /** Adds a part, which is escaped. */
  public ProgressLine add(String text) {
    parts.add(new Part(Escaping.printable(text), false));
    return this;
  }

  /** Adds a part that deserves a look: it is coloured where that is possible. */
  public ProgressLine alert(String text) {
    parts.add(new Part(Escaping.printable(text), true));
    return this;
  }

  /** The parts that fit into a width; of a first one that does not fit alone, the beginning. */
  String fit(int columns, boolean coloured) {
    if (parts.isEmpty()) {
      return "";
    }
    Part first = parts.getFirst();
    var line = new StringBuilder();
    line.append(new Part(Columns.cut(first.text, columns), first.isAlert).drawn(coloured));
    int used = Columns.of(first.text);
    for (Part part : parts.subList(1, parts.size())) {
      used += BETWEEN.length() + Columns.of(part.text);
      if (used > columns) {
        break;
      }
      line.append(BETWEEN).append(part.drawn(coloured));
    }
    return line.toString();
  }

  /** How many columns the line takes if {@link #fit} into a width. */
  int width(int columns) {
    return Columns.of(fit(columns, false));
  }

  /** All of it, without colour. */
  @Override
  public String toString() {
    return fit(Integer.MAX_VALUE, false);
  }
}
