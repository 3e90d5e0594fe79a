package io.standpipe.cli.doctor.view;

import io.standpipe.cli.doctor.view.ConnectedGroup.ExitWait;
import io.standpipe.doctor.Awaited;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Snapshot;
import io.standpipe.doctor.ThreadState;
import io.standpipe.doctor.Unflushed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A diagnosis, and what of it is shown: groups of programs that talk, those with faults first.
 *
 * @param diagnosis all of it
 * @param groups the programs that are shown
 * @param leftOut how many channels would be shown too if all were
 */
public record DiagnosisView(Diagnosis diagnosis, List<ConnectedGroup> groups, int hiddenChannels) {
  /** So many pipes of healthy programs fit a screen. */
  private static final int MOST_HEALTHY = 16;

  /** Chooses from a diagnosis. */
  public static DiagnosisView of(Diagnosis whole, ViewScope scope) {
    Diagnosis diagnosis = scope.unflushedText() ? whole : masked(whole);
    var ties = new ChannelEnds(diagnosis.snapshot());
    var selection = new ChannelSelection(diagnosis, scope, ties);
    List<Channel> worthwhile = ties.channels().stream().filter(selection::shows).toList();
    int most = scope.all() || selection.isNarrow() ? Integer.MAX_VALUE : MOST_HEALTHY;
    List<Channel> shown = worthwhile.stream().limit(most).toList();
    List<ExitWait> exits = exits(diagnosis.snapshot(), ties, selection);
    long others =
        ties.channels().stream().filter(c -> c.kind() != Channel.Kind.EVENT).count() - shown.size();
    return new DiagnosisView(
        diagnosis,
        groups(diagnosis, shown, ties, exits),
        scope.pids().isEmpty() ? (int) others : 0);
  }

  private static Diagnosis masked(Diagnosis diagnosis) {
    List<Finding> findings =
        diagnosis.findings().stream()
            .map(f -> f instanceof Unflushed u ? u.withoutText() : f)
            .toList();
    return new Diagnosis(diagnosis.snapshot(), findings);
  }

  private static List<ExitWait> exits(
      Snapshot snapshot, ChannelEnds ties, ChannelSelection selection) {
    var exits = new ArrayList<ExitWait>();
    for (ProcessState process : snapshot.processes()) {
      if (selection.shows(process)) {
        for (Awaited awaited : ties.awaited(process)) {
          if (awaited instanceof Awaited.Exit exit) {
            exit.pids().stream()
                .sorted()
                .flatMap(pid -> snapshot.process(pid).stream())
                .forEach(child -> exits.add(new ExitWait(process, child)));
          }
        }
      }
    }
    return exits;
  }

  private static List<ConnectedGroup> groups(
      Diagnosis diagnosis, List<Channel> channels, ChannelEnds ties, List<ExitWait> exits) {
    List<ChannelEnd> all = channels.stream().flatMap(c -> ties.of(c).stream()).toList();
    var sets = new Sets();
    all.forEach(tie -> sets.join(tie.process().pid(), tie.channel().id()));
    exits.forEach(exit -> sets.join(exit.waiting().pid(), exit.child().pid()));
    Map<Object, List<ChannelEnd>> tiesOf = new LinkedHashMap<>();
    all.forEach(
        t -> tiesOf.computeIfAbsent(sets.of(t.process().pid()), k -> new ArrayList<>()).add(t));
    exits.forEach(e -> tiesOf.computeIfAbsent(sets.of(e.waiting().pid()), k -> new ArrayList<>()));
    return tiesOf.entrySet().stream()
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
      Diagnosis diagnosis, List<ChannelEnd> ties, List<ExitWait> exits) {
    List<ProcessState> processes =
        Stream.concat(
                ties.stream().map(ChannelEnd::process),
                exits.stream().flatMap(e -> Stream.of(e.waiting(), e.child())))
            .distinct()
            .sorted(Comparator.comparingLong(ProcessState::pid))
            .toList();
    List<Long> pids = processes.stream().map(ProcessState::pid).toList();
    List<Finding> findings =
        diagnosis.findings().stream()
            .filter(f -> f.pids().stream().anyMatch(pids::contains))
            .toList();
    List<Channel> channels = ties.stream().map(ChannelEnd::channel).distinct().toList();
    return new ConnectedGroup(processes, channels, ties, exits, findings);
  }

  /** Whether there is a deadlock that will not end by itself, proved or most likely. */
  public boolean hasDeadlock() {
    return diagnosis.findings().stream()
        .anyMatch(f -> f instanceof Deadlock && f.severity() != Severity.INFORMATION);
  }

  /** The findings that tell of a fault; the rest is worth knowing. */
  public List<Finding> faults() {
    return diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFORMATION).toList();
  }

  /** What a process does, in words; of many threads, the main one's. */
  public String doing(ProcessState process) {
    List<ThreadState> threads = process.threads();
    if (threads.isEmpty()) {
      return process.info().zombie() ? "has ended" : "cannot be seen";
    }
    ThreadState thread =
        threads.stream()
            .filter(t -> t.tid() == process.pid())
            .findFirst()
            .orElse(threads.getFirst());
    return diagnosis.snapshot().doing(thread).replace("waits for nothing: it ", "");
  }

  /** What is connected with what; union-find. */
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
