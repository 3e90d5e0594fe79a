package io.standpipe.cli.doctor.view;

import io.standpipe.Doctor;
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
import java.util.ArrayList;
import java.util.List;

/**
 * A diagnosis and the part of it that is shown: groups of connected processes, those with faults
 * first.
 *
 * @param diagnosis the whole diagnosis
 * @param groups the processes that are shown
 * @param hiddenChannels how many more channels {@code --all} would show
 */
public record DiagnosisView(Diagnosis diagnosis, List<ConnectedGroup> groups, int hiddenChannels) {
  /** How many pipes of healthy programs fit on a screen. */
  private static final int MOST_HEALTHY = 16;

  /** Diagnoses the processes of this user now. */
  public static DiagnosisView now(ViewScope scope) {
    return of(scope.pids().isEmpty() ? Doctor.examine() : Doctor.examine(scope.pids()), scope);
  }

  /** Chooses what to show of a diagnosis. */
  public static DiagnosisView of(Diagnosis whole, ViewScope scope) {
    Diagnosis diagnosis = scope.unflushedText() ? whole : whole.withoutText();
    var ends = new ChannelEnds(diagnosis.snapshot());
    var selection = new ChannelSelection(diagnosis, scope, ends);
    List<Channel> worthwhile = ends.channels().stream().filter(selection::shows).toList();
    int most = scope.all() || selection.isNarrow() ? Integer.MAX_VALUE : MOST_HEALTHY;
    List<Channel> shown = worthwhile.stream().limit(most).toList();
    List<ExitWait> exits = exits(diagnosis.snapshot(), ends, selection);
    long others =
        ends.channels().stream().filter(c -> c.kind() != Channel.Kind.EVENT).count() - shown.size();
    return new DiagnosisView(
        diagnosis,
        Grouping.groups(diagnosis, shown, ends, exits),
        scope.pids().isEmpty() ? (int) others : 0);
  }

  private static List<ExitWait> exits(
      Snapshot snapshot, ChannelEnds ends, ChannelSelection selection) {
    var exits = new ArrayList<ExitWait>();
    for (ProcessState process : snapshot.processes()) {
      if (selection.shows(process)) {
        for (Awaited awaited : ends.awaited(process)) {
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

  /** Whether there is a deadlock, proved or most likely, that will not end by itself. */
  public boolean hasDeadlock() {
    return diagnosis.findings().stream()
        .anyMatch(f -> f instanceof Deadlock && f.severity() != Severity.INFORMATION);
  }

  /** The findings that are faults, without those that are mere information. */
  public List<Finding> faults() {
    return diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFORMATION).toList();
  }

  /** What the main thread of a process does, in words. */
  public String doing(ProcessState process) {
    List<ThreadState> threads = process.threads();
    if (threads.isEmpty()) {
      return process.zombie() ? "has ended" : "cannot be seen";
    }
    ThreadState thread =
        threads.stream()
            .filter(t -> t.tid() == process.pid())
            .findFirst()
            .orElse(threads.getFirst());
    return diagnosis.snapshot().doing(thread).replace("waits for nothing: it ", "");
  }
}
