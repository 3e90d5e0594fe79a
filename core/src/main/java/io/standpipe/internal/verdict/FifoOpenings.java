package io.standpipe.internal.verdict;

import io.standpipe.doctor.NobodyListens;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.Awaited.Partner;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds fifos that have been opened on one side only. */
final class FifoOpenings {
  private FifoOpenings() {}

  static List<NobodyListens> in(SeenSnapshot snapshot) {
    Map<Partner, List<SeenProcess>> waiting = new LinkedHashMap<>();
    for (SeenProcess process : snapshot.seenProcesses()) {
      process.threads().stream()
          .flatMap(t -> t.awaited().stream())
          .filter(Partner.class::isInstance)
          .map(Partner.class::cast)
          .forEach(p -> waiting.computeIfAbsent(p, k -> new ArrayList<>()).add(process));
    }
    WaitGraph graph = WaitGraphBuilder.graph(snapshot);
    var found = new ArrayList<NobodyListens>();
    waiting.forEach((partner, opening) -> {
      Severity severity = partner.toRead() ? Severity.INFORMATION : Severity.WARNING;
      List<ProcessState> behind = behind(snapshot, graph, opening);
      found.add(
          new NobodyListensFinding(
              severity, partner.path(), partner.toRead(), List.copyOf(opening), behind));
    });
    return found;
  }

  private static List<ProcessState> behind(
      SeenSnapshot snapshot, WaitGraph graph, List<SeenProcess> opening) {
    Set<Long> pids = opening.stream().map(SeenProcess::pid).collect(Collectors.toSet());
    Set<Long> all = new HashSet<>(snapshot.seenProcesses().stream().map(SeenProcess::pid).toList());
    return graph.behind(pids, all).stream().flatMap(pid -> snapshot.process(pid).stream()).toList();
  }
}
