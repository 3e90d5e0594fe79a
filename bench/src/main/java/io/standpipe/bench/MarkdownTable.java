package io.standpipe.bench;

import java.util.List;
import java.util.stream.Collectors;

/** A section as a table in Markdown, whose first column's head is the section's heading. */
final class MarkdownTable {
  /** The line under a table's head. */
  static final String RULE = "|---|--:|--:|--:|---|";

  /** How the line of a target that is met ends. */
  static final String MET = "| " + Verdict.MET.label + " |";

  /** How the line of a missed target ends. */
  static final String MISSED = "| **" + Verdict.MISSED.label + "** |";

  private MarkdownTable() {}

  static String of(Section section) {
    List<String> columns = section.columns();
    return line(section.heading(), columns.subList(1, columns.size()))
        + RULE
        + '\n'
        + section.rows().stream().map(MarkdownTable::row).collect(Collectors.joining());
  }

  private static String row(Row row) {
    if (!row.remark().isEmpty()) {
      return line(row.name(), List.of(row.remark(), "", row.target(), ""));
    }
    String verdict = row.verdict() == Verdict.MISSED ? "**missed**" : row.verdict().label;
    return line(row.name(), List.of(row.figure(), row.ratio(), row.target(), verdict));
  }

  private static String line(String first, List<String> others) {
    return others.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
  }
}
