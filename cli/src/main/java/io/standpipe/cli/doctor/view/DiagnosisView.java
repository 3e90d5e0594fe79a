package io.standpipe.cli.doctor.view;

import io.standpipe.cli.doctor.view.ConnectedGroup.ExitWait;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.ChannelType;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.verdict.Examination;
import io.standpipe.internal.verdict.FullDiagnosis;
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
public record DiagnosisView(
    FullDiagnosis diagnosis, List<ConnectedGroup> groups, int hiddenChannels) {
  /** How many pipes of healthy programs fit on a screen. */
  private static final int MOST_HEALTHY = 16;

  /** Diagnoses the processes of this user now. */
  public static DiagnosisView now(ViewScope scope) {
    return of(
        scope.pids().isEmpty() ? Examination.ofAll() : Examination.of(scope.pids(), List::of),
        scope);
  }

  /** Chooses what to show of a diagnosis. */
  public static DiagnosisView of(FullDiagnosis whole, ViewScope scope) {
    FullDiagnosis diagnosis = scope.unflushedText() ? whole : whole.withoutText();
    var ends = new ChannelEnds(diagnosis.snapshot());
    var selection = new ChannelSelection(diagnosis, scope, ends);
    List<SeenChannel> worthwhile = ends.channels().stream().filter(selection::shows).toList();
    int most = scope.all() || selection.isNarrow() ? Integer.MAX_VALUE : MOST_HEALTHY;
    List<SeenChannel> shown = worthwhile.stream().limit(most).toList();
    List<ExitWait> exits = exits(diagnosis.snapshot(), ends, selection);
    long others =
        ends.channels().stream().filter(c -> c.type() != ChannelType.EVENT).count() - shown.size();
    return new DiagnosisView(
        diagnosis,
        Grouping.groups(diagnosis, shown, ends, exits),
        scope.pids().isEmpty() ? (int) others : 0);
  }

  private static List<ExitWait> exits(
      SeenSnapshot snapshot, ChannelEnds ends, ChannelSelection selection) {
    var exits = new ArrayList<ExitWait>();
    for (SeenProcess process : snapshot.seenProcesses()) {
      if (selection.shows(process)) {
        for (Awaited awaited : ends.awaited(process)) {
          if (awaited instanceof Awaited.Exit exit) {
            exit.pids().stream()
                .sorted()
                .flatMap(pid -> snapshot.seenProcess(pid).stream())
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

  /** The findings that are faults: all except those that are mere information. */
  public List<Finding> faults() {
    return diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFORMATION).toList();
  }

  /** What the main thread of a process does, in words. */
  public String doing(SeenProcess process) {
    List<SeenThread> threads = process.threads();
    if (threads.isEmpty()) {
      return process.zombie() ? "has ended" : "cannot be seen";
    }
    SeenThread thread =
        threads.stream()
            .filter(t -> t.tid() == process.pid())
            .findFirst()
            .orElse(threads.getFirst());
    return diagnosis.snapshot().doing(thread).replace("waits for nothing: it ", "");
  }
}
