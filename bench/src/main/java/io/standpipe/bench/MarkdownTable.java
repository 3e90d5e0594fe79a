package io.standpipe.bench;

import java.util.List;
import java.util.stream.Collectors;

/** A section as a Markdown table. The head of the first column is the section's heading. */
final class MarkdownTable {
  /** The line under the head of a table. */
  static final String RULE = "|---|--:|--:|--:|---|";

  /** The end of a line whose target is met. */
  static final String MET = "| " + Verdict.MET.label + " |";

  /** The end of a line whose target is missed. */
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
