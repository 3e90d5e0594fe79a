package io.standpipe.cli.doctor.report;

import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Snapshot;
import java.util.List;
import java.util.stream.Collectors;

/** A picture as text, for a tired person: what is wrong, what to do, then who talks to whom. */
public final class TextReport {
  /** More of them than that, and what matters would be off the screen. */
  private static final int MOST_INFORMATION = 5;

  private final DiagnosisView picture;
  private final ViewScope scope;
  private final TextStyle style;

  /**
   * Of a picture.
   *
   * @param picture what to show
   * @param scope what was asked for
   * @param style colours or none
   */
  public TextReport(DiagnosisView picture, ViewScope scope, TextStyle style) {
    this.picture = picture;
    this.scope = scope;
    this.style = style;
  }

  /** Lines, each ended. */
  @Override
  public String toString() {
    return (verdict() + graph() + footnotes()).stripTrailing() + "\n";
  }

  private String verdict() {
    List<Finding> findings = picture.diagnosis().findings();
    List<Finding> information =
        findings.stream().filter(f -> f.severity() == Severity.INFORMATION).toList();
    int shown = scope.all() ? information.size() : Math.min(information.size(), MOST_INFORMATION);
    var text = new StringBuilder();
    if (picture.faults().isEmpty()) {
      text.append("Nothing is wrong that can be seen: ").append(extent()).append(".\n\n");
    }
    append(text, picture.faults());
    append(text, information.subList(0, shown));
    if (shown < information.size()) {
      int more = information.size() - shown;
      text.append(Plural.of(more, "more thing", "more things"))
          .append(" worth knowing; --all shows ")
          .append(more == 1 ? "it" : "them")
          .append(".\n\n");
    }
    return text.toString();
  }

  private String extent() {
    Snapshot snapshot = picture.diagnosis().snapshot();
    return scope.pids().isEmpty()
        ? snapshot.toString()
        : scope.pids().stream()
            .sorted()
            .flatMap(pid -> snapshot.process(pid).stream())
            .map(p -> p + " " + picture.doing(p))
            .collect(Collectors.joining("; "));
  }

  /** As {@link Finding#report}, with colours; a remedy for several stands once, behind them. */
  private void append(StringBuilder text, List<Finding> findings) {
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      text.append(style.of(finding.severity(), finding.severity() + ": "))
          .append(style.bold(finding.summary()))
          .append('\n');
      finding.evidence().forEach(line -> text.append("  ").append(line).append('\n'));
      String next = i + 1 < findings.size() ? findings.get(i + 1).remedy() : "";
      if (!finding.remedy().equals(next)) {
        text.append("  ")
            .append(style.of(Severity.INFORMATION, "→ " + finding.remedy()))
            .append("\n\n");
      }
    }
  }

  private String graph() {
    String trees =
        picture.groups().stream()
            .map(group -> new GroupTree(picture, group, style).toString())
            .collect(Collectors.joining("\n"));
    return trees.isEmpty() ? "" : "Who talks to whom:\n\n" + trees + "\n";
  }

  private String footnotes() {
    var text = new StringBuilder();
    if (picture.hiddenChannels() > 0 && !scope.all()) {
      text.append("Not shown: ")
          .append(Plural.of(picture.hiddenChannels(), "other channel", "other channels"))
          .append("; --all shows ")
          .append(picture.hiddenChannels() == 1 ? "it" : "them")
          .append(".\n");
    }
    picture
        .diagnosis()
        .snapshot()
        .limits()
        .forEach(limit -> text.append("Not seen: ").append(limit).append(".\n"));
    return text.toString();
  }
}
