package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Bottleneck;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.FullPipe;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.NobodyListens;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.SmallPipe;
import io.standpipe.doctor.Unflushed;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.ChannelType;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.verdict.DeadlockFinding;
import io.standpipe.internal.verdict.FullDiagnosis;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the channels to show. A desktop has thousands, most of which lead from a program to
 * itself or to the desktop's bus, and a tired user wants to see those that have to do with the
 * problem.
 */
final class ChannelSelection {
  private final SeenSnapshot snapshot;
  private final ViewScope scope;
  private final ChannelEnds channelEnds;

  /** Whether there are findings: then processes that merely hold an end are of no interest. */
  private final boolean explained;

  /** The processes that the user or a finding names. */
  private final Set<Long> concerned = new HashSet<>();

  /** The channels that findings are about. */
  private final Set<String> named = new HashSet<>();

  ChannelSelection(FullDiagnosis diagnosis, ViewScope scope, ChannelEnds ends) {
    this.snapshot = diagnosis.snapshot();
    this.scope = scope;
    channelEnds = ends;
    concerned.addAll(scope.pids());
    List<Finding> findings = diagnosis.findings();
    explained = findings.stream().anyMatch(f -> !(f instanceof SmallPipe));
    // If there is a fault, findings that are mere information appear in words only.
    boolean faulty = findings.stream().anyMatch(f -> f.severity() != Severity.INFORMATION);
    findings.stream()
        .filter(f -> !faulty || f.severity() != Severity.INFORMATION)
        .filter(f -> !(f instanceof SmallPipe)) // names hundreds of processes, and is about none
        .forEach(f -> {
          concerned.addAll(members(f));
          channels(f).forEach(named::add);
        });
  }

  /** Whether the view is limited to processes that the user or a finding names. */
  boolean isNarrow() {
    return !scope.all() && !concerned.isEmpty();
  }

  boolean shows(SeenChannel channel) {
    if (scope.all()) {
      return channel.type() != ChannelType.EVENT;
    }
    List<ChannelEnd> ends = channelEnds.of(channel);
    if (concerned.isEmpty()) {
      return channel.type().isOneWay() && joins(ends, ends);
    }
    if (named.contains(channel.id())) {
      return true;
    }
    List<ChannelEnd> ours =
        ends.stream().filter(t -> concerned.contains(t.process().pid())).toList();
    List<ChannelEnd> others = explained ? ours : ends;
    boolean personal =
        channel.type() == ChannelType.TERMINAL || channel.type() == ChannelType.EVENT;
    return !personal && joins(ours, others);
  }

  /** Whether to show that {@code waiting} waits for the exit of another process. */
  boolean shows(SeenProcess waiting) {
    return scope.all() || concerned.contains(waiting.pid());
  }

  /** Of a deadlock only its members. Processes that merely wait behind it would hide what it is. */
  private static Collection<Long> members(Finding finding) {
    return finding instanceof Deadlock deadlock
        ? deadlock.members().stream().map(ProcessState::pid).toList()
        : finding.pids();
  }

  private static boolean joins(List<ChannelEnd> some, List<ChannelEnd> others) {
    return some.stream().anyMatch(t -> others.stream().anyMatch(t::faces));
  }

  private Stream<String> channels(Finding finding) {
    return switch (finding) {
      case Deadlock d ->
          ((DeadlockFinding) d)
              .waits().stream().flatMap(s -> ChannelEnds.awaited(s.thread())).flatMap(this::id);
      case Unflushed u -> held(u.process(), u.fd());
      case LeakedWriteEnd h -> Stream.of(h.channel().id());
      case FullPipe c -> Stream.of(c.channel().id());
      case Bottleneck p ->
          Stream.concat(Stream.of(p.input()), p.output().stream()).map(Channel::id);
      case NobodyListens n ->
          n.opening().stream().flatMap(p -> channelEnds.awaited(p).stream()).flatMap(this::id);
      case SmallPipe s -> Stream.empty();
    };
  }

  private Stream<String> id(Awaited awaited) {
    return switch (awaited) {
      case Awaited.Ready ready -> Stream.of(ready.channel());
      case Awaited.Partner partner -> Stream.of(partner.fifo());
      case Awaited.Exit exit -> Stream.empty();
      case Awaited.OwnThread thread -> Stream.empty();
      case Awaited.Outside outside -> Stream.empty();
    };
  }

  private Stream<String> held(ProcessState process, int fd) {
    return snapshot.seenChannels().stream()
        .filter(c -> c.holders().stream().anyMatch(h -> h.pid() == process.pid() && h.fd() == fd))
        .map(SeenChannel::id);
  }
}
