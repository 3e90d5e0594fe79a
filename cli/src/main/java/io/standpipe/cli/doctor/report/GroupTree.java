package io.standpipe.cli.doctor.report;

import io.standpipe.cli.doctor.view.ChannelEnd;
import io.standpipe.cli.doctor.view.ConnectedGroup;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A group as text: each program, and under it the ends that it holds and who is at the other end.
 *
 * <pre>
 * 4711 (python3 ask.py)
 * ├─ 0 ◀── fifo /tmp/a ░░░░░░░░ empty ◀── 4712 (python3 answer.py)  waits here
 * └─ 1 ──▶ fifo /tmp/b ░░░░░░░░ empty ──▶ 4712 (python3 answer.py)
 * </pre>
 */
public final class GroupTree {
  private static final int MOST_PARTNERS = 4;

  private final DiagnosisView picture;
  private final ConnectedGroup group;
  private final TextStyle style;

  public GroupTree(DiagnosisView picture, ConnectedGroup group, TextStyle style) {
    this.picture = picture;
    this.group = group;
    this.style = style;
  }

  /** Lines, each ended. */
  @Override
  public String toString() {
    return group.processes().stream().map(this::process).collect(Collectors.joining());
  }

  private String process(ProcessState process) {
    List<String> branches = new ArrayList<>();
    group.ends(process).forEach(tie -> branches.add(tie(tie)));
    group
        .exits(process)
        .forEach(e -> branches.add("waits for the exit of " + e.child() + waits(process, true)));
    boolean told =
        group.ends(process).stream().anyMatch(ChannelEnd::waits) || !group.exits(process).isEmpty();
    String doing = told ? "" : "  " + style.faint(picture.doing(process));
    var text = new StringBuilder(style.bold(process.toString())).append(doing).append('\n');
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      text.append(last ? "└─ " : "├─ ").append(branches.get(i)).append('\n');
    }
    return text.toString();
  }

  private String tie(ChannelEnd tie) {
    Channel channel = tie.channel();
    String arrow = tie.reads() && tie.writes() ? "◀─▶" : tie.reads() ? "◀──" : "──▶";
    String bar = FillLevel.isMeasured(channel) ? " " + FillLevel.bar(channel) : "";
    String fill = FillLevel.words(channel).isEmpty() ? "" : " " + FillLevel.words(channel);
    String where =
        tie.opens()
            ? "opens"
            : tie.fds().stream().map(String::valueOf).collect(Collectors.joining(","));
    return "%s %s %s%s%s %s %s%s"
        .formatted(
            where,
            arrow,
            channel,
            bar,
            fill,
            arrow,
            partners(tie),
            waits(tie.process(), tie.waits()));
  }

  private String partners(ChannelEnd tie) {
    List<ProcessState> partners = group.partners(tie);
    if (partners.isEmpty()) {
      List<ChannelEnd> own =
          group.ends(tie.process()).stream()
              .filter(t -> t.channel().equals(tie.channel()))
              .toList();
      boolean itself = own.stream().anyMatch(tie.reads() ? ChannelEnd::writes : ChannelEnd::reads);
      return itself ? "itself" : "nobody";
    }
    String first =
        partners.stream()
            .limit(MOST_PARTNERS)
            .map(ProcessState::toString)
            .collect(Collectors.joining(", "));
    int more = partners.size() - MOST_PARTNERS;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private String waits(ProcessState process, boolean waits) {
    if (!waits) {
      return "";
    }
    Severity severity = group.severity(process).orElse(Severity.INFORMATION);
    return "  " + style.of(severity, "waits here");
  }
}
