package io.standpipe.cli.doctor.page;

import io.standpipe.cli.doctor.report.DotGraph;
import io.standpipe.cli.doctor.report.GroupTree;
import io.standpipe.cli.doctor.report.TextStyle;
import io.standpipe.cli.doctor.view.ConnectedGroup;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The {@code main} element of the page, which shows one look: the verdict, then each group with its
 * graph and findings. Scripts draw the graphs. Each graph is also there as text, for readers who
 * cannot see it and browsers that do not draw it.
 */
final class HtmlPageBody {
  /** A larger ring is not readable at a glance. */
  private static final int LARGEST_RING = 8;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final DiagnosisView view;
  private final HtmlBuilder html = new HtmlBuilder();
  private final Set<Finding> shown = new LinkedHashSet<>();

  private HtmlPageBody(DiagnosisView view) {
    this.view = view;
  }

  static String of(DiagnosisView view) {
    return new HtmlPageBody(view).write();
  }

  private String write() {
    html.open("main").line();
    verdict();
    view.groups().forEach(this::group);
    List<Finding> others =
        view.diagnosis().findings().stream().filter(f -> !shown.contains(f)).toList();
    others.forEach(this::finding);
    notes();
    return html.close("main").line().toString();
  }

  /** What is wrong, in one sentence. Also the title of the page. */
  static String verdict(DiagnosisView view) {
    List<Finding> faults = view.faults();
    if (faults.isEmpty()) {
      return "No fault was found";
    }
    String first = faults.getFirst().summary();
    return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
  }

  private void verdict() {
    String severity = view.faults().stream().map(f -> " " + f.severity()).findFirst().orElse("");
    html.element("h2", verdict(view), "class", "verdict" + severity).line();
    html.element(
            "p",
            "Seen on %s: %s."
                .formatted(
                    TIME.format(view.diagnosis().snapshot().taken()), view.diagnosis().snapshot()),
            "class",
            "note")
        .line();
  }

  private void group(ConnectedGroup group) {
    List<Finding> findings = group.findings().stream().filter(shown::add).toList();
    html.open("section", "class", findings.isEmpty() ? "group quiet" : "group").line();
    figure(group);
    if (!findings.isEmpty()) {
      html.open("div", "class", "findings").line();
      findings.forEach(this::finding);
      html.close("div").line();
    }
    html.close("section").line();
  }

  private void figure(ConnectedGroup group) {
    html.open("figure").line();
    html.open(
            "div",
            "class",
            "drawing",
            "tabindex",
            "0",
            "role",
            "group",
            "aria-label",
            "Graph",
            "data-engine",
            isRing(group) ? "circo" : "dot",
            "data-label",
            label(group),
            "data-dot",
            new DotGraph(view, List.of(group)).toString())
        .element("p", "A script draws the graph. The text below shows the same.", "class", "note")
        .close("div")
        .line();
    html.element(
        "figcaption",
        "Arrows point the way the bytes flow. At a bold coloured arrow a program waits. Bars show how full a channel is.");
    html.open("details").element("summary", "The same as text");
    html.element("pre", new GroupTree(view, group, TextStyle.PLAIN).toString())
        .close("details")
        .line();
    html.close("figure").line();
  }

  /** Whether the group is one deadlock and nothing else, which is drawn as a circle. */
  private static boolean isRing(ConnectedGroup group) {
    return group.channels().size() == group.processes().size()
        && group.channels().size() <= LARGEST_RING
        && group.findings().stream()
            .anyMatch(f ->
                f instanceof Deadlock d
                    && Set.copyOf(d.members()).equals(Set.copyOf(group.processes())));
  }

  private String label(ConnectedGroup group) {
    return "Graph of "
        + group.processes().stream()
            .map(p -> p + " " + view.doing(p))
            .collect(Collectors.joining("; "));
  }

  private void finding(Finding finding) {
    html.open("article", "class", "finding " + finding.severity()).line();
    html.element("p", finding.severity().toString(), "class", "note severity " + finding.severity())
        .element("h3", finding.summary());
    if (!finding.evidence().isEmpty()) {
      html.open("ul");
      finding.evidence().forEach(line -> html.element("li", line));
      html.close("ul");
    }
    html.element("p", finding.remedy(), "class", "remedy").close("article").line();
  }

  private void notes() {
    if (view.hiddenChannels() > 0) {
      html.element(
              "p",
              "Not shown: %d other channels (--all shows them).".formatted(view.hiddenChannels()),
              "class",
              "note")
          .line();
    }
    view.diagnosis()
        .snapshot()
        .limits()
        .forEach(l -> html.element("p", "Not seen: " + l + ".", "class", "note").line());
  }
}
