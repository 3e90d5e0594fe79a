package io.standpipe.doctor;

import io.standpipe.internal.text.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every process that this user may see, what its threads wait for, and the channels that connect
 * them: pipes, fifos, pseudo-terminals, pairs of sockets.
 *
 * <p>Taken with plain reads of /proc, as any process of the same user may do; nothing is traced,
 * stopped or changed. A process of another user, or one that the kernel protects (Yama; one that
 * has changed its user), is known by its parents alone: {@link #limits} says so. Immutable.
 */
public final class Snapshot {
  private final Instant taken;
  private final List<ProcessState> processes;
  private final List<Channel> channels;
  private final boolean settled;
  private final boolean partial;
  private final Map<Long, ProcessState> byPid = new HashMap<>();
  private final Map<String, Channel> byId = new HashMap<>();

  Snapshot(Instant taken, List<ProcessState> processes, List<Channel> channels, boolean settled) {
    this(taken, processes, channels, settled, false);
  }

  /** Of some processes only, if {@code partial}. */
  Snapshot(
      Instant taken,
      List<ProcessState> processes,
      List<Channel> channels,
      boolean settled,
      boolean partial) {
    this.taken = taken;
    this.processes = List.copyOf(processes);
    this.channels = List.copyOf(channels);
    this.settled = settled;
    this.partial = partial;
    processes.forEach(p -> byPid.put(p.pid(), p));
    channels.forEach(c -> byId.put(c.id(), c));
  }

  /**
   * Looks at everything now. Takes some 20 ms on a desktop, under a second for a thousand processes
   * with ten thousand descriptors; sleeps for nothing. A pipe's end is held for the time of a
   * question (how full?); no end is added to any, and nobody is woken.
   *
   * @throws UnsupportedOperationException where this is no system that Standpipe runs on
   */
  public static Snapshot take() {
    return SnapshotReader.read();
  }

  /** When it was complete. */
  public Instant taken() {
    return taken;
  }

  /** All processes but the kernel's own, in no order. */
  public List<ProcessState> processes() {
    return processes;
  }

  /** All channels that anybody visible holds an end of. */
  public List<Channel> channels() {
    return channels;
  }

  /** The process of this number, if it was there. */
  public Optional<ProcessState> process(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /** The channel of this {@link Channel#id}, if anybody visible held an end. */
  public Optional<Channel> channel(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** What a thread does, in words: {@code reads descriptor 0, pipe:[4711], empty}. */
  public String doing(ThreadState thread) {
    return WaitText.of(this, thread.waiting());
  }

  /** Whether no process was on its way out: such a one is hidden now, and gone in a moment. */
  boolean settled() {
    return settled;
  }

  /** Whether others were left out: then who is not here may be anybody. */
  boolean partial() {
    return partial;
  }

  /** Processes that are there and may not be looked into. */
  List<ProcessState> hidden() {
    return processes.stream().filter(p -> !p.visible() && !p.info().zombie()).toList();
  }

  /** What could not be seen, a sentence each, and what that means; none where all could. */
  public List<String> limits() {
    var limits = new ArrayList<String>();
    List<ProcessState> hidden = hidden();
    if (!hidden.isEmpty()) {
      limits.add(
          "%d of %d processes may not be looked into by this user, such as %s: what they hold and wait for is not known"
              .formatted(hidden.size(), processes.size(), hidden.getFirst()));
    }
    List<ProcessState> mute = processes.stream().filter(Snapshot::hidesCalls).toList();
    if (!mute.isEmpty()) {
      limits.add(
          "the kernel does not tell what %s for, such as %s: they may be of another user, or kernel.yama.ptrace_scope forbids it; they count as if they might go on"
              .formatted(
                  Counts.count(mute.size(), "process waits", "processes wait"), mute.getFirst()));
    }
    return limits;
  }

  private static boolean hidesCalls(ProcessState process) {
    return process.visible()
        && process.threads().stream()
            .anyMatch(t -> t.waiting().awaited().contains(ProcessReader.UNSEEN));
  }

  /** {@code 212 processes, 40 channels}. */
  @Override
  public String toString() {
    return Counts.count(processes.size(), "process", "processes")
        + ", "
        + Counts.count(channels.size(), "channel", "channels");
  }
}
