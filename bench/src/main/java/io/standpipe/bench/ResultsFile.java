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
 * {@code bench/RESULTS.md}: one section per work, each with the time, machine and commit of its
 * measurement. A new measurement of a work replaces its section; the others stay as they are. The
 * missed targets of all works are listed at the top, followed by {@code missed-targets.md}, which
 * is written by hand and says why they are missed.
 */
final class ResultsFile {
  private static final String SECTION = "## ";
  private static final String HEAD =
      """
      # Results

      Written by `./bench/run --write`. A rate is the median of the rounds. A ratio is Standpipe's rate divided by the
      contender's in the same round, in which the contenders run one after the other: the median of the rounds and, in
      brackets, the least and the greatest. Compare ratios, not rates: rates drift by a factor of two from run to run.

      """;

  private final Path file;
  private final Path missedTargets;
  private final List<String> order;

  /**
   * Does not touch the file. The text about missed targets is {@code missed-targets.md} beside it,
   * if that exists.
   *
   * @param order the names of all works; a section of any other name is dropped
   */
  ResultsFile(Path file, List<String> order) {
    this.file = file;
    this.missedTargets = file.resolveSibling("missed-targets.md");
    this.order = order;
  }

  /** Writes the section of a work at its place in the order, and the summary of all works. */
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

  private String whyMissed() throws IOException {
    return Files.exists(missedTargets) ? Files.readString(missedTargets).strip() + "\n\n" : "";
  }

  private static String body(String circumstances, List<Section> sections) {
    return sections.stream()
        .map(MarkdownTable::of)
        .collect(Collectors.joining("\n", circumstances + "\n\n", ""));
  }

  /** The text under each heading. */
  private static Map<String, String> bodies(List<String> lines) {
    Map<String, List<String>> bodies = new LinkedHashMap<>();
    List<String> current = new ArrayList<>(); // text before the first heading is generated anew
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

  private String text(Map<String, String> bodies) throws IOException {
    String head = HEAD + Summary.of(bodies.values()) + "\n" + whyMissed();
    return bodies.entrySet().stream()
        .map(body -> SECTION + body.getKey() + "\n\n" + body.getValue())
        .collect(Collectors.joining("\n", head, ""));
  }
}
