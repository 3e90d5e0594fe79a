package io.standpipe.cli.doctor.report;

import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.SeenSnapshot;
import java.util.List;
import java.util.stream.Collectors;

/** A view as text: what is wrong, what to do about it, then which programs are connected. */
public final class TextReport {
  /** More of them would move what matters off the screen. */
  private static final int MOST_INFORMATION = 5;

  private final DiagnosisView view;
  private final ViewScope scope;
  private final TextStyle style;

  /**
   * A report of {@code view}.
   *
   * @param view what to show
   * @param scope what the user asked for
   * @param style with colours or without
   */
  public TextReport(DiagnosisView view, ViewScope scope, TextStyle style) {
    this.view = view;
    this.scope = scope;
    this.style = style;
  }

  /** The report, each line with its newline. */
  @Override
  public String toString() {
    return (verdict() + graph() + footnotes()).stripTrailing() + "\n";
  }

  private String verdict() {
    List<Finding> findings = view.diagnosis().findings();
    List<Finding> information =
        findings.stream().filter(f -> f.severity() == Severity.INFORMATION).toList();
    int shown = scope.all() ? information.size() : Math.min(information.size(), MOST_INFORMATION);
    var text = new StringBuilder();
    if (view.faults().isEmpty()) {
      text.append("No fault was found: ").append(extent()).append(".\n\n");
    }
    append(text, view.faults());
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
    SeenSnapshot snapshot = view.diagnosis().snapshot();
    return scope.pids().isEmpty()
        ? snapshot.toString()
        : scope.pids().stream()
            .sorted()
            .flatMap(pid -> snapshot.seenProcess(pid).stream())
            .map(p -> p + " " + view.doing(p))
            .collect(Collectors.joining("; "));
  }

  /** Like {@link Finding#report} in colour; a remedy shared by several comes once, after them. */
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
        view.groups().stream()
            .map(group -> new GroupTree(view, group, style).toString())
            .collect(Collectors.joining("\n"));
    return trees.isEmpty() ? "" : "Which programs are connected:\n\n" + trees + "\n";
  }

  private String footnotes() {
    var text = new StringBuilder();
    if (view.hiddenChannels() > 0 && !scope.all()) {
      text.append("Not shown: ")
          .append(Plural.of(view.hiddenChannels(), "other channel", "other channels"))
          .append("; --all shows ")
          .append(view.hiddenChannels() == 1 ? "it" : "them")
          .append(".\n");
    }
    view.diagnosis()
        .snapshot()
        .limits()
        .forEach(limit -> text.append("Not seen: ").append(limit).append(".\n"));
    return text.toString();
  }
}
