package io.standpipe.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A section as aligned text: names on the left, figures on the right. */
final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  /** A heading, then a line for each row. A row without figures shows its remark. */
  static String of(Section section) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(section.columns());
    section.rows().forEach(row -> cells.add(row.cells()));
    int[] widths =
        IntStream.range(0, cells.getFirst().size())
            .map(column -> cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();

    var text = new StringBuilder();
    text.append(section.heading()).append(": ").append(section.does()).append('\n');
    text.append(line(cells.getFirst(), widths));
    for (Row row : section.rows()) {
      text.append(
          row.remark().isEmpty()
              ? line(row.cells(), widths)
              : GAP + padded(row.name(), widths[0], true) + GAP + row.remark() + '\n');
    }
    return text.toString();
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      line.append(GAP).append(padded(cells.get(column), widths[column], column == 0));
    }
    return line.toString().stripTrailing() + '\n';
  }

  private static String padded(String cell, int width, boolean left) {
    String padding = " ".repeat(width - cell.length());
    return left ? cell + padding : padding + cell;
  }
}
