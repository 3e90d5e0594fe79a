package io.standpipe.cli.doctor.report;

import io.standpipe.cli.doctor.view.ChannelEnd;
import io.standpipe.cli.doctor.view.ConnectedGroup;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A group as text: each program, and under it the ends that it holds and the programs at the other
 * ends.
 *
 * <pre>
 * 4711 (python3 ask.py)
 * ├─ 0 ◀── fifo /tmp/a ░░░░░░░░ empty ◀── 4712 (python3 answer.py)  waits here
 * └─ 1 ──▶ fifo /tmp/b ░░░░░░░░ empty ──▶ 4712 (python3 answer.py)
 * </pre>
 */
public final class GroupTree {
  private static final int MOST_PARTNERS = 4;

  private final DiagnosisView view;
  private final ConnectedGroup group;
  private final TextStyle style;

  public GroupTree(DiagnosisView view, ConnectedGroup group, TextStyle style) {
    this.view = view;
    this.group = group;
    this.style = style;
  }

  /** The tree, each line with its newline. */
  @Override
  public String toString() {
    return group.processes().stream().map(this::process).collect(Collectors.joining());
  }

  private String process(SeenProcess process) {
    List<String> branches = new ArrayList<>();
    group.ends(process).forEach(end -> branches.add(end(end)));
    group
        .exits(process)
        .forEach(e -> branches.add("waits for the exit of " + e.child() + waits(process, true)));
    boolean told =
        group.ends(process).stream().anyMatch(ChannelEnd::waits) || !group.exits(process).isEmpty();
    String doing = told ? "" : "  " + style.faint(view.doing(process));
    var text = new StringBuilder(style.bold(process.toString())).append(doing).append('\n');
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      text.append(last ? "└─ " : "├─ ").append(branches.get(i)).append('\n');
    }
    return text.toString();
  }

  private String end(ChannelEnd end) {
    SeenChannel channel = end.channel();
    String arrow = end.reads() && end.writes() ? "◀─▶" : end.reads() ? "◀──" : "──▶";
    String bar = FillLevel.isMeasured(channel) ? " " + FillLevel.bar(channel) : "";
    String fill = FillLevel.words(channel).isEmpty() ? "" : " " + FillLevel.words(channel);
    String where =
        end.opens()
            ? "opens"
            : end.fds().stream().map(String::valueOf).collect(Collectors.joining(","));
    return "%s %s %s%s%s %s %s%s"
        .formatted(
            where,
            arrow,
            channel,
            bar,
            fill,
            arrow,
            partners(end),
            waits(end.process(), end.waits()));
  }

  private String partners(ChannelEnd end) {
    List<SeenProcess> partners = group.partners(end);
    if (partners.isEmpty()) {
      List<ChannelEnd> own =
          group.ends(end.process()).stream()
              .filter(t -> t.channel().equals(end.channel()))
              .toList();
      boolean itself = own.stream().anyMatch(end.reads() ? ChannelEnd::writes : ChannelEnd::reads);
      return itself ? "itself" : "no process";
    }
    String first =
        partners.stream()
            .limit(MOST_PARTNERS)
            .map(SeenProcess::toString)
            .collect(Collectors.joining(", "));
    int more = partners.size() - MOST_PARTNERS;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private String waits(SeenProcess process, boolean waits) {
    if (!waits) {
      return "";
    }
    Severity severity = group.severity(process).orElse(Severity.INFORMATION);
    return "  " + style.of(severity, "waits here");
  }
}
