package io.standpipe.cli.doctor;

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
record Group(
    List<ProcessState> processes,
    List<Channel> channels,
    List<Tie> ties,
    List<ExitWait> exits,
    List<Finding> findings) {

  /** One waits for the other's exit. */
  record ExitWait(ProcessState waiting, ProcessState child) {}

  /** The worst of its findings. */
  Optional<Severity> severity() {
    return findings.stream().map(Finding::severity).min(Severity::compareTo);
  }

  /** The worst finding about that process. */
  Optional<Severity> severity(ProcessState process) {
    return findings.stream()
        .filter(f -> f.pids().contains(process.pid()))
        .map(Finding::severity)
        .min(Severity::compareTo);
  }

  /** By descriptor. */
  List<Tie> ties(ProcessState process) {
    return ties.stream()
        .filter(t -> t.process().pid() == process.pid())
        .sorted(Comparator.comparingInt(t -> t.fds().stream().findFirst().orElse(-1)))
        .toList();
  }

  /** Those at the other end. */
  List<ProcessState> partners(Tie tie) {
    return ties.stream().filter(tie::meets).map(Tie::process).distinct().toList();
  }

  List<ExitWait> exits(ProcessState process) {
    return exits.stream().filter(e -> e.waiting().pid() == process.pid()).toList();
  }

  List<Unflushed> unflushed(ProcessState process) {
    return findings.stream()
        .filter(Unflushed.class::isInstance)
        .map(Unflushed.class::cast)
        .filter(u -> u.process().pid() == process.pid())
        .toList();
  }
}
