package io.standpipe.doctor;

import java.util.List;

/**
 * A process at the time of a {@link Snapshot}. {@link Snapshot#doing} says what it waits for.
 *
 * <p>{@code toString} gives {@code 797 (python3 child.py)}, or {@code this process (which talks
 * with child 797)}.
 */
public interface ProcessState {
  /**
   * Its pid. Negative for a part of this Java process that the doctor treats as a process of its
   * own, such as a Java stage of a pipeline.
   */
  long pid();

  /** The pid of its parent: 1, or a subreaper's, once the parent has ended. */
  long parent();

  /** Its process group. */
  long group();

  /** Its session. */
  long session();

  /** The number of its user. */
  long user();

  /** When it started, in clock ticks since boot: with the pid, this identifies it. */
  long startTicks();

  /** Whether it has ended and was not reaped. */
  boolean zombie();

  /** Its command line; the kernel's short name for it if the command line is hidden. */
  String command();

  /**
   * Its program without the folder, and its first words: {@code python3 child.py}. Safe to print:
   * on one line and not too long, whatever the command line contains.
   */
  String program();

  /** Whether this user may see what its threads do, and which descriptors it holds. */
  boolean visible();

  /** The signals that it has handlers for: signal n is bit n−1. */
  long caughtSignals();

  /**
   * What may let its threads go on without the help of another process, in words: a timer, a
   * tracer, input and output by io_uring.
   */
  List<String> selfStarters();
}
