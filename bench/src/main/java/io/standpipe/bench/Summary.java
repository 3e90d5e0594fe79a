package io.standpipe.bench;

import java.util.ArrayList;
import java.util.List;

/** Counts the targets that are met in Markdown tables, and lists those that are missed. */
final class Summary {
  private int met;
  private final List<String> missed = new ArrayList<>();

  private Summary() {}

  static String of(Iterable<String> texts) {
    var summary = new Summary();
    texts.forEach(summary::count);
    return summary.text();
  }

  private void count(String text) {
    String before = "";
    String table = "";
    for (String line : text.lines().toList()) {
      if (line.equals(MarkdownTable.RULE)) {
        table = cell(before, 1);
      } else if (line.endsWith(MarkdownTable.MET)) {
        met++;
      } else if (line.endsWith(MarkdownTable.MISSED)) {
        missed.add(
            "- %s: %s: %s %s, target %s"
                .formatted(table, cell(line, 1), cell(line, 2), cell(line, 3), cell(line, 4)));
      }
      before = line;
    }
  }

  /** The first cell has number 1. */
  private static String cell(String line, int number) {
    return line.split("(?<!\\\\)\\|", -1)[number].strip();
  }

  private String text() {
    String count = "Targets met: " + met + ". Missed: " + missed.size();
    return missed.isEmpty() ? count + ".\n" : count + ":\n\n" + String.join("\n", missed) + "\n";
  }
}
