package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Programs that are connected with each other, and with nobody else that is shown.
 *
 * @param processes who, by pid
 * @param channels what connects them
 * @param ties who is at which end
 * @param exits who waits for whose exit
 * @param findings what is wrong with any of them
 */
public record ConnectedGroup(
    List<ProcessState> processes,
    List<Channel> channels,
    List<ChannelEnd> ends,
    List<ExitWait> exits,
    List<Finding> findings) {

  /** One waits for the other's exit. */
  public record ExitWait(ProcessState waiting, ProcessState child) {}

  /** The worst of its findings. */
  Optional<Severity> severity() {
    return findings.stream().map(Finding::severity).min(Severity::compareTo);
  }

  /** The worst finding about that process. */
  public Optional<Severity> severity(ProcessState process) {
    return findings.stream()
        .filter(f -> f.pids().contains(process.pid()))
        .map(Finding::severity)
        .min(Severity::compareTo);
  }

  /** By descriptor. */
  public List<ChannelEnd> ends(ProcessState process) {
    return ends.stream()
        .filter(t -> t.process().pid() == process.pid())
        .sorted(Comparator.comparingInt(t -> t.fds().stream().findFirst().orElse(-1)))
        .toList();
  }

  /** Those at the other end. */
  public List<ProcessState> partners(ChannelEnd tie) {
    return ends.stream().filter(tie::faces).map(ChannelEnd::process).distinct().toList();
  }

  public List<ExitWait> exits(ProcessState process) {
    return exits.stream().filter(e -> e.waiting().pid() == process.pid()).toList();
  }

  public List<Unflushed> unflushed(ProcessState process) {
    return findings.stream()
        .filter(Unflushed.class::isInstance)
        .map(Unflushed.class::cast)
        .filter(u -> u.process().pid() == process.pid())
        .toList();
  }
}
