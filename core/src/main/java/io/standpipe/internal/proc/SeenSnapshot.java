package io.standpipe.internal.proc;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Snapshot;
import io.standpipe.internal.text.Counts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A snapshot with its threads, and how far it can be relied on. */
public final class SeenSnapshot implements Snapshot {
  /** How much of the machine a snapshot shows. */
  public enum Extent {
    /** All processes. None was exiting; such a process hides what it holds until it has gone. */
    SETTLED,
    /** All processes, of which some were exiting or still being started. */
    UNSETTLED,
    /** Only some processes. Nothing is known of the others. */
    PARTIAL
  }

  private final Instant taken;
  private final List<SeenProcess> processes;
  private final List<SeenChannel> channels;
  private final Extent extent;
  private final Map<Long, SeenProcess> byPid = new HashMap<>();
  private final Map<String, SeenChannel> byId = new HashMap<>();

  /** Copies the lists. */
  public SeenSnapshot(
      Instant taken, List<SeenProcess> processes, List<SeenChannel> channels, Extent extent) {
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
    return List.copyOf(processes);
  }

  /** {@link #processes} with their threads. */
  public List<SeenProcess> seenProcesses() {
    return processes;
  }

  @Override
  public List<Channel> channels() {
    return List.copyOf(channels);
  }

  /** {@link #channels} with their types. */
  public List<SeenChannel> seenChannels() {
    return channels;
  }

  @Override
  public Optional<ProcessState> process(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /** {@link #process} with its threads. */
  public Optional<SeenProcess> seenProcess(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  @Override
  public Optional<Channel> channel(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** {@link #channel} with its type. */
  public Optional<SeenChannel> seenChannel(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<String> doing(ProcessState process) {
    return seenProcess(process.pid()).stream()
        .flatMap(p -> p.threads().stream())
        .map(this::doing)
        .distinct()
        .toList();
  }

  /** What a thread does, in words: {@code reads descriptor 0, pipe:[4711], empty}. */
  public String doing(SeenThread thread) {
    return WaitText.of(this, thread);
  }

  /** How much of the machine it shows. */
  public Extent extent() {
    return extent;
  }

  /** The processes that exist and may not be looked into. */
  public List<SeenProcess> hidden() {
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
