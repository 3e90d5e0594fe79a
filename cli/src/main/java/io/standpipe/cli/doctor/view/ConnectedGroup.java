package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Processes that are connected with each other, and with no other process that is shown.
 *
 * @param processes the processes, by pid
 * @param channels the channels that connect them
 * @param ends which process is at which end
 * @param exits which process waits for the exit of which
 * @param findings what was found about any of them
 */
public record ConnectedGroup(
    List<SeenProcess> processes,
    List<SeenChannel> channels,
    List<ChannelEnd> ends,
    List<ExitWait> exits,
    List<Finding> findings) {

  /** One process waits for the exit of another. */
  public record ExitWait(SeenProcess waiting, SeenProcess child) {}

  /** The worst severity among the findings. */
  Optional<Severity> severity() {
    return findings.stream().map(Finding::severity).min(Severity::compareTo);
  }

  /** The worst severity among the findings about {@code process}. */
  public Optional<Severity> severity(SeenProcess process) {
    return findings.stream()
        .filter(f -> f.pids().contains(process.pid()))
        .map(Finding::severity)
        .min(Severity::compareTo);
  }

  /** The ends of {@code process}, by descriptor. */
  public List<ChannelEnd> ends(SeenProcess process) {
    return ends.stream()
        .filter(end -> end.process().pid() == process.pid())
        .sorted(Comparator.comparingInt(end -> end.fds().stream().findFirst().orElse(-1)))
        .toList();
  }

  /** The processes at the other end. */
  public List<SeenProcess> partners(ChannelEnd end) {
    return ends.stream().filter(end::faces).map(ChannelEnd::process).distinct().toList();
  }

  public List<ExitWait> exits(SeenProcess process) {
    return exits.stream().filter(e -> e.waiting().pid() == process.pid()).toList();
  }

  public List<Unflushed> unflushed(SeenProcess process) {
    return findings.stream()
        .filter(Unflushed.class::isInstance)
        .map(Unflushed.class::cast)
        .filter(u -> u.process().pid() == process.pid())
        .toList();
  }
}
