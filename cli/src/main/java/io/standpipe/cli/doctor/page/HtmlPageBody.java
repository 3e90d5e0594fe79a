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
 * The part of the page that tells of one look, as its {@code main} element: the verdict, then each
 * group with its graph and what is wrong there. Scripts draw the graphs; the same stands there as
 * text, for who cannot see or does not draw them.
 */
final class HtmlPageBody {
  /** More than that are no circle any more that could be taken in at a glance. */
  private static final int LARGEST_RING = 8;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final DiagnosisView picture;
  private final HtmlBuilder html = new HtmlBuilder();
  private final Set<Finding> told = new LinkedHashSet<>();

  private HtmlPageBody(DiagnosisView picture) {
    this.picture = picture;
  }

  static String of(DiagnosisView picture) {
    return new HtmlPageBody(picture).write();
  }

  private String write() {
    html.open("main").line();
    verdict();
    picture.groups().forEach(this::group);
    List<Finding> others =
        picture.diagnosis().findings().stream().filter(f -> !told.contains(f)).toList();
    others.forEach(this::finding);
    notes();
    return html.close("main").line().toString();
  }

  /** What is wrong, in one sentence: also the title of the page. */
  static String verdict(DiagnosisView picture) {
    List<Finding> faults = picture.faults();
    if (faults.isEmpty()) {
      return "Nothing is wrong that can be seen";
    }
    String first = faults.getFirst().summary();
    return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
  }

  private void verdict() {
    String severity = picture.faults().stream().map(f -> " " + f.severity()).findFirst().orElse("");
    html.element("h2", verdict(picture), "class", "verdict" + severity).line();
    html.element(
            "p",
            "Seen on %s: %s."
                .formatted(
                    TIME.format(picture.diagnosis().snapshot().taken()),
                    picture.diagnosis().snapshot()),
            "class",
            "note")
        .line();
  }

  private void group(ConnectedGroup group) {
    List<Finding> findings = group.findings().stream().filter(told::add).toList();
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
            new DotGraph(picture, List.of(group)).toString())
        .element("p", "The graph is drawn by a script; below it stands as text.", "class", "note")
        .close("div")
        .line();
    html.element(
        "figcaption",
        "Arrows go the way of the bytes. A bold one in colour: here a program waits. Bars: how full.");
    html.open("details").element("summary", "The same as text");
    html.element("pre", new GroupTree(picture, group, TextStyle.PLAIN).toString())
        .close("details")
        .line();
    html.close("figure").line();
  }

  /** A deadlock with nothing else to it is drawn as what it is: a circle. */
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
            .map(p -> p + " " + picture.doing(p))
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
    if (picture.hiddenChannels() > 0) {
      html.element(
              "p",
              "Not shown: %d other channels (--all shows them)."
                  .formatted(picture.hiddenChannels()),
              "class",
              "note")
          .line();
    }
    picture
        .diagnosis()
        .snapshot()
        .limits()
        .forEach(l -> html.element("p", "Not seen: " + l + ".", "class", "note").line());
  }
}
