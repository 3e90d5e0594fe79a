package io.standpipe.cli.doctor.view;

import io.standpipe.cli.doctor.view.ConnectedGroup.ExitWait;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.verdict.FullDiagnosis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Divides processes into groups that no channel and no wait for an exit connects. */
final class Grouping {
  private Grouping() {}

  /** The groups of the processes at {@code channels} and in {@code exits}, the worst first. */
  static List<ConnectedGroup> groups(
      FullDiagnosis diagnosis, List<SeenChannel> channels, ChannelEnds ends, List<ExitWait> exits) {
    List<ChannelEnd> all = channels.stream().flatMap(c -> ends.of(c).stream()).toList();
    var sets = new Sets();
    all.forEach(end -> sets.join(end.process().pid(), end.channel().id()));
    exits.forEach(exit -> sets.join(exit.waiting().pid(), exit.child().pid()));
    Map<Object, List<ChannelEnd>> endsOf = new LinkedHashMap<>();
    all.forEach(end ->
        endsOf.computeIfAbsent(sets.of(end.process().pid()), k -> new ArrayList<>()).add(end));
    exits.forEach(e -> endsOf.computeIfAbsent(sets.of(e.waiting().pid()), k -> new ArrayList<>()));
    return endsOf.entrySet().stream()
        .map(set ->
            group(
                diagnosis,
                set.getValue(),
                exits.stream()
                    .filter(e -> sets.of(e.waiting().pid()).equals(set.getKey()))
                    .toList()))
        .sorted(
            Comparator.comparingInt(
                (ConnectedGroup g) -> g.severity().map(Severity::ordinal).orElse(9)))
        .toList();
  }

  private static ConnectedGroup group(
      FullDiagnosis diagnosis, List<ChannelEnd> ends, List<ExitWait> exits) {
    List<SeenProcess> processes =
        Stream.concat(
                ends.stream().map(ChannelEnd::process),
                exits.stream().flatMap(e -> Stream.of(e.waiting(), e.child())))
            .distinct()
            .sorted(Comparator.comparingLong(SeenProcess::pid))
            .toList();
    List<Long> pids = processes.stream().map(SeenProcess::pid).toList();
    List<Finding> findings =
        diagnosis.findings().stream()
            .filter(f -> f.pids().stream().anyMatch(pids::contains))
            .toList();
    List<SeenChannel> channels = ends.stream().map(ChannelEnd::channel).distinct().toList();
    return new ConnectedGroup(processes, channels, ends, exits, findings);
  }

  /** Which processes and channels are connected, as a union-find structure. */
  private static final class Sets {
    private final Map<Object, Object> parents = new HashMap<>();

    void join(Object a, Object b) {
      parents.put(of(a), of(b));
    }

    Object of(Object member) {
      Object at = member;
      for (Object up = parents.get(at); up != null && !up.equals(at); up = parents.get(at)) {
        at = up;
      }
      return at;
    }
  }
}
