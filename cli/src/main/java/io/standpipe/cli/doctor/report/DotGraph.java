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
 * Groups as a graph in the language of Graphviz: a box for each program, a bar for each channel,
 * and arrows in the direction of the bytes, bold and coloured where a program waits.
 *
 * <p>The colours are for a light background. In dark mode the page replaces them by the classes of
 * the elements, and in parts of a label, which cannot have classes, by the colour itself.
 */
public final class DotGraph {
  private static final String QUIET = "#8a8f98";
  private static final String FULL = "#4a7bd0";
  private static final String ROOM = "#dde1e7";
  private static final String TABLE =
      "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"0\">";

  /** In ASCII, because Graphviz does not know the width of an ellipsis. */
  private static final String CUT = "...";

  private static final int LONGEST = 34;
  private static final int BAR_WIDTH = 110;
  private static final int BAR_HEIGHT = 9;

  private final DiagnosisView view;
  private final List<ConnectedGroup> groups;

  /** A graph of all groups of a view. */
  public DotGraph(DiagnosisView view) {
    this(view, view.groups());
  }

  public DotGraph(DiagnosisView view, List<ConnectedGroup> groups) {
    this.view = view;
    this.groups = groups;
  }

  /** The text for Graphviz, with a newline at its end. */
  @Override
  public String toString() {
    var dot = new StringBuilder();
    dot.append(
        """
        digraph doctor {
          graph [bgcolor="transparent", mindist=0.8, nodesep=0.4, ranksep=0.4, pad=0.1]
          node [fontname="Courier", fontsize=13, penwidth=1.5, color="%1$s"]
          edge [fontname="Courier", fontsize=11, penwidth=1.5, color="%1$s", arrowsize=0.8]
        """
            .formatted(QUIET));
    for (ConnectedGroup group : groups) {
      group.processes().forEach(p -> dot.append(node(group, p)));
      group.channels().forEach(c -> dot.append(node(c)));
      group.ends().forEach(t -> dot.append(edge(group, t)));
      group.exits().forEach(e -> dot.append(edge(group, e)));
    }
    return dot.append("}\n").toString();
  }

  private String node(ConnectedGroup group, SeenProcess process) {
    var lines = new ArrayList<String>();
    lines.add("<b>" + escaped(process.program()) + "</b>");
    lines.add("pid " + process.pid());
    lines.add(escaped(state(group, process)));
    group
        .unflushed(process)
        .forEach(u ->
            lines.add(
                u.bytes().isPresent()
                    ? Plural.of(u.bytes().getAsInt(), "byte", "bytes") + " unflushed"
                    : "probably unflushed"));
    String label =
        lines.stream().map(l -> l + "<br align=\"left\"/>").collect(Collectors.joining());
    return "  %s [class=\"process%s\", shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", tooltip=%s%s, label=<%s>]\n"
        .formatted(
            id(process),
            severityClass(group, process),
            quoted(process.toString()),
            marked(group, process, 2.5),
            label);
  }

  /** What the process does, in short. The graph shows where. */
  private String state(ConnectedGroup group, SeenProcess process) {
    boolean reads = group.ends(process).stream().anyMatch(ChannelEnd::waitsToRead);
    boolean writes = group.ends(process).stream().anyMatch(ChannelEnd::waitsToWrite);
    if (group.ends(process).stream().anyMatch(ChannelEnd::opens)) {
      return "waits in open";
    }
    if (reads || writes) {
      return reads && writes
          ? "waits to read or write"
          : reads ? "waits to read" : "waits to write";
    }
    return group.exits(process).isEmpty() ? view.doing(process) : "waits for an exit";
  }

  private static String node(SeenChannel channel) {
    String bar = "";
    if (FillLevel.isMeasured(channel)) {
      double share = FillLevel.share(channel);
      int full = (int) Math.round(share * BAR_WIDTH);
      // A few bytes are visible, and so is a little room.
      int seen = share > 0 && share < 1 ? Math.clamp(full, 4, BAR_WIDTH - 4) : full;
      bar = "<tr>" + cell(seen, FULL) + cell(BAR_WIDTH - seen, ROOM) + "</tr>";
    }
    String label = row(ending(channel.toString())) + bar + row(FillLevel.words(channel));
    return "  %s [class=\"channel%s\", shape=plain, tooltip=%s, label=<%s%s</table>>]\n"
        .formatted(
            quoted(channel.id()),
            channel.full() ? " full" : "",
            quoted(channel.toString()),
            TABLE,
            label);
  }

  private static String row(String text) {
    return text.isEmpty()
        ? ""
        : "<tr><td colspan=\"2\" cellpadding=\"4\"><font point-size=\"11\">%s</font></td></tr>"
            .formatted(escaped(text));
  }

  /** The end of a long text, because the end of a path says most. */
  private static String ending(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= LONGEST
        ? text
        : CUT + text.substring(text.offsetByCodePoints(0, length - LONGEST));
  }

  private static String cell(int width, String colour) {
    return width == 0
        ? ""
        : "<td fixedsize=\"true\" width=\"%d\" height=\"%d\" bgcolor=\"%s\"></td>"
            .formatted(width, BAR_HEIGHT, colour);
  }

  private static String edge(ConnectedGroup group, ChannelEnd end) {
    boolean out = end.writes();
    boolean both = end.reads() && end.writes();
    String process = id(end.process());
    String channel = quoted(end.channel().id());
    String label =
        end.opens()
            ? "opens"
            : "fd " + end.fds().stream().map(String::valueOf).collect(Collectors.joining(","));
    return "  %s -> %s [class=\"tie%s\", label=%s%s%s%s]\n"
        .formatted(
            out ? process : channel,
            out ? channel : process,
            end.waits() ? " waits" + severityClass(group, end.process()) : "",
            quoted(end.waits() ? "waits, " + label : label),
            both ? ", dir=both" : "",
            end.opens() ? ", style=dashed" : "",
            end.waits() ? marked(group, end.process(), 3) : "");
  }

  private static String edge(ConnectedGroup group, ConnectedGroup.ExitWait exit) {
    return "  %s -> %s [class=\"exit waits%s\", style=dashed, label=\"waits for its exit\"%s]\n"
        .formatted(
            id(exit.waiting()),
            id(exit.child()),
            severityClass(group, exit.waiting()),
            marked(group, exit.waiting(), 3));
  }

  private static String id(SeenProcess process) {
    return quoted("pid " + process.pid());
  }

  private static String severityClass(ConnectedGroup group, SeenProcess process) {
    return group.severity(process).map(s -> " " + s).orElse("");
  }

  private static String marked(ConnectedGroup group, SeenProcess process, double width) {
    return group
        .severity(process)
        .map(s -> ", color=\"%s\", penwidth=%s".formatted(colour(s), width))
        .orElse("");
  }

  private static String colour(Severity severity) {
    return switch (severity) {
      case ERROR -> "#c8281e"; // red
      case WARNING -> "#b86e00"; // amber
      case INFORMATION -> "#3569b8"; // blue
    };
  }

  /** Text in a label, which Graphviz reads as XML; some characters must not occur in it at all. */
  private static String escaped(String text) {
    String cut =
        text.codePointCount(0, text.length()) <= LONGEST
            ? text
            : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + CUT;
    return HtmlText.escaped(cut.replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", "\uFFFD"));
  }

  /** Text as a name or a value, in quotes, without anything that Graphviz would interpret. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
