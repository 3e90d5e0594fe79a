package io.standpipe.internal.proc;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Snapshot;
import io.standpipe.doctor.ThreadState;
import io.standpipe.internal.text.Counts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A snapshot, and how far it can be relied on. */
public final class SeenSnapshot implements Snapshot {
  /** How much of the machine a snapshot shows. */
  public enum Extent {
    /** All processes, and none was exiting: such a process is hidden now, and gone in a moment. */
    SETTLED,
    /** All processes, of which some were exiting or still being started. */
    UNSETTLED,
    /** Some processes only. A process that is not in it may be anything. */
    PARTIAL
  }

  private final Instant taken;
  private final List<ProcessState> processes;
  private final List<Channel> channels;
  private final Extent extent;
  private final Map<Long, ProcessState> byPid = new HashMap<>();
  private final Map<String, Channel> byId = new HashMap<>();

  /** Copies the lists. */
  public SeenSnapshot(
      Instant taken,
      List<? extends ProcessState> processes,
      List<? extends Channel> channels,
      Extent extent) {
    this.taken = taken;
    this.processes = List.copyOf(processes);
    this.channels = List.copyOf(channels);
    this.extent = extent;
    processes.forEach(p -> byPid.put(p.pid(), p));
    channels.forEach(c -> byId.put(c.id(), c));
  }

  @Override
  public Instant taken() {
    return taken;
  }

  @Override
  public List<ProcessState> processes() {
    return processes;
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public Optional<ProcessState> process(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  @Override
  public Optional<Channel> channel(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public String doing(ThreadState thread) {
    return WaitText.of(this, thread);
  }

  /** How much of the machine it shows. */
  public Extent extent() {
    return extent;
  }

  /** The processes that exist and may not be looked into. */
  public List<ProcessState> hidden() {
    return SnapshotLimits.hidden(processes);
  }

  @Override
  public List<String> limits() {
    return SnapshotLimits.of(processes);
  }

  /** {@code 212 processes, 40 channels}. */
  @Override
  public String toString() {
    return Counts.count(processes.size(), "process", "processes")
        + ", "
        + Counts.count(channels.size(), "channel", "channels");
  }
}
