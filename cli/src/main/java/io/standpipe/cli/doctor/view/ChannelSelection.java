package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Awaited;
import io.standpipe.doctor.Bottleneck;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.FullPipe;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.NobodyListens;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.SmallPipe;
import io.standpipe.doctor.Snapshot;
import io.standpipe.doctor.Unflushed;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which channels are worth a look. On a desktop there are thousands, most of them from a program to
 * itself or to the desktop's bus; a tired person wants to see those that the trouble is about.
 */
final class ChannelSelection {
  private final Snapshot snapshot;
  private final ViewScope scope;
  private final ChannelEnds ties;

  /** Whether there are findings: they tell more than all those who happen to hold an end. */
  private final boolean explained;

  /** The processes that findings, or the user, are about. */
  private final Set<Long> concerned = new HashSet<>();

  /** What they wait for, or what a finding tells of. */
  private final Set<String> named = new HashSet<>();

  ChannelSelection(Diagnosis diagnosis, ViewScope scope, ChannelEnds ties) {
    this.snapshot = diagnosis.snapshot();
    this.scope = scope;
    this.ties = ties;
    concerned.addAll(scope.pids());
    List<Finding> findings = diagnosis.findings();
    explained = findings.stream().anyMatch(f -> !(f instanceof SmallPipe));
    // Where something is wrong, what is merely worth knowing is told in words only.
    boolean faulty = findings.stream().anyMatch(f -> f.severity() != Severity.INFORMATION);
    findings.stream()
        .filter(f -> !faulty || f.severity() != Severity.INFORMATION)
        .filter(f -> !(f instanceof SmallPipe)) // of hundreds of processes, and about none of them
        .forEach(f -> {
          concerned.addAll(members(f));
          channels(f).forEach(named::add);
        });
  }

  /** Whether there is anything that the picture is to be about. */
  boolean isNarrow() {
    return !scope.all() && !concerned.isEmpty();
  }

  boolean shows(Channel channel) {
    if (scope.all()) {
      return channel.kind() != Channel.Kind.EVENT;
    }
    List<ChannelEnd> ends = ties.of(channel);
    if (concerned.isEmpty()) {
      return isOneWay(channel) && joins(ends, ends);
    }
    if (named.contains(channel.id())) {
      return true;
    }
    List<ChannelEnd> ours =
        ends.stream().filter(t -> concerned.contains(t.process().pid())).toList();
    List<ChannelEnd> others = explained ? ours : ends;
    boolean personal =
        channel.kind() == Channel.Kind.TERMINAL || channel.kind() == Channel.Kind.EVENT;
    return !personal && joins(ours, others);
  }

  /** Whether to show that a process waits for another's exit. */
  boolean shows(ProcessState waiting) {
    return scope.all() || concerned.contains(waiting.pid());
  }

  /** Those who only wait behind a deadlock, for its end, would hide what it is. */
  private static Collection<Long> members(Finding finding) {
    return finding instanceof Deadlock deadlock
        ? deadlock.members().stream().map(ProcessState::pid).toList()
        : finding.pids();
  }

  private static boolean isOneWay(Channel channel) {
    return channel.kind() == Channel.Kind.PIPE || channel.kind() == Channel.Kind.FIFO;
  }

  private static boolean joins(List<ChannelEnd> some, List<ChannelEnd> others) {
    return some.stream().anyMatch(t -> others.stream().anyMatch(t::faces));
  }

  private Stream<String> channels(Finding finding) {
    return switch (finding) {
      case Deadlock d ->
          d.steps().stream().flatMap(s -> ChannelEnds.awaited(s.thread())).flatMap(this::id);
      case Unflushed u -> held(u.process(), u.fd());
      case LeakedWriteEnd h -> Stream.of(h.channel().id());
      case FullPipe c -> Stream.of(c.channel().id());
      case Bottleneck p ->
          Stream.concat(Stream.of(p.input()), p.output().stream()).map(Channel::id);
      case NobodyListens n ->
          n.opening().stream().flatMap(p -> ties.awaited(p).stream()).flatMap(this::id);
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
    return snapshot.channels().stream()
        .filter(c -> c.holders().stream().anyMatch(h -> h.pid() == process.pid() && h.fd() == fd))
        .map(Channel::id);
  }
}
