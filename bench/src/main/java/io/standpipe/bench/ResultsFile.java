package io.standpipe.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code bench/RESULTS.md}: a section a work, each with when, where and at which commit it was
 * measured. A work that is measured anew replaces its section, the others stay as they are. The
 * missed targets of all are listed at the top.
 */
final class ResultsFile {
  private static final String SECTION = "## ";
  private static final String HEAD =
      """
      # Results

      Written by `./bench/run --write`. A figure is the median of the rounds. The ratio is Standpipe's rate divided by
      the contender's, round by round, as the contenders ran in turn: their median, and in brackets the least and the most. Only
      ratios of one run count; the rates drift with the machine's mood by a factor of two.

      """;

  private final Path file;
  private final List<String> order;

  /**
   * Does not touch the file.
   *
   * @param order the names of all works; a section of any other name is dropped
   */
  ResultsFile(Path file, List<String> order) {
    this.file = file;
    this.order = order;
  }

  /** Writes a work's section, in the works' order, and the summary of all. */
  void put(String work, String circumstances, List<Section> sections) throws IOException {
    Map<String, String> old =
        Files.exists(file) ? bodies(Files.readAllLines(file)) : new LinkedHashMap<>();
    old.put(work, body(circumstances, sections));
    Map<String, String> ordered = new LinkedHashMap<>();
    for (String each : order) {
      String body = old.get(each);
      if (body != null) {
        ordered.put(each, body);
      }
    }
    Files.writeString(file, text(ordered));
  }

  private static String body(String circumstances, List<Section> sections) {
    return sections.stream()
        .map(MarkdownTable::of)
        .collect(Collectors.joining("\n", circumstances + "\n\n", ""));
  }

  /** What stands under each heading. */
  private static Map<String, String> bodies(List<String> lines) {
    Map<String, List<String>> bodies = new LinkedHashMap<>();
    List<String> current = new ArrayList<>(); // what comes before the first heading is made anew
    for (String line : lines) {
      if (line.startsWith(SECTION)) {
        current = new ArrayList<>();
        bodies.put(line.substring(SECTION.length()), current);
      } else {
        current.add(line);
      }
    }
    Map<String, String> texts = new LinkedHashMap<>();
    bodies.forEach((name, body) -> texts.put(name, String.join("\n", body).strip() + "\n"));
    return texts;
  }

  private static String text(Map<String, String> bodies) {
    return bodies.entrySet().stream()
        .map(body -> SECTION + body.getKey() + "\n\n" + body.getValue())
        .collect(Collectors.joining("\n", HEAD + Summary.of(bodies.values()) + "\n", ""));
  }
}
