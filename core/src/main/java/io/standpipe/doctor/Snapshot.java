package io.standpipe.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Every process that this user may see, what its threads wait for, and the channels that connect
 * the processes: pipes, fifos, pseudo-terminals, pairs of sockets.
 *
 * <p>A process of another user, or one that the kernel protects (by Yama, or because it has changed
 * its user), appears without its threads and descriptors; {@link #limits} says so.
 */
public interface Snapshot {
  /** When it was complete. */
  Instant taken();

  /** All processes except the kernel's own, in no order. */
  List<ProcessState> processes();

  /** All channels that a visible process holds an end of, or waits to open. */
  List<Channel> channels();

  /** The process with this pid, if it was there. */
  Optional<ProcessState> process(long pid);

  /** The channel with this {@link Channel#id}, if it is one of {@link #channels}. */
  Optional<Channel> channel(String id);

  /**
   * What the threads of a process do, in words: {@code reads descriptor 0, pipe:[4711], empty}.
   * What several threads do appears once. Empty for a process that has ended, is not {@link
   * ProcessState#visible}, or is not in this snapshot.
   *
   * <p>A thread counts as waiting only if it slept from the first look to the last. A thread that
   * ran in between {@code waits for nothing: it ran a moment ago}.
   */
  List<String> doing(ProcessState process);

  /** What could not be seen, and what that means: one sentence each. */
  List<String> limits();
}
