package io.standpipe.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A part of this very process, to be looked at as if it were a process of its own: a relay, a Java
 * stage, whoever talks with a child.
 *
 * <p>What the kernel shows of a JVM is no help here. The thread that asks the doctor runs, so this
 * process as a whole is never stuck; and virtual threads that are parked do not show at all. But
 * the code that owns a descriptor knows who uses it, and whether that one waits.
 *
 * @param name what it is, in words: {@code which talks with child 797}
 * @param descriptors those of this process that it alone uses
 * @param waits what it waits for; none where it does not wait, and so may do anything
 * @param doubt why it may go on all the same, where it may
 * @param heldBack what it has been given to write and not written yet
 */
public record InProcessActor(
    String name,
    Set<Integer> descriptors,
    List<OwnWait> waits,
    Optional<String> doubt,
    List<HeldBytes> heldBack) {

  /** Copies the collections. */
  public InProcessActor {
    descriptors = Set.copyOf(descriptors);
    waits = List.copyOf(waits);
    heldBack = List.copyOf(heldBack);
  }

  /** What a thread of it waits for. */
  public sealed interface OwnWait {
    /**
     * That a descriptor becomes ready.
     *
     * @param fd which
     * @param toRead whether to read from it; else to write
     * @param timed whether the wait ends by itself after some time
     * @param moves a count that is another one after each wait: where it is the same at two looks,
     *     the thread has waited from one to the other
     */
    record AtEnd(int fd, boolean toRead, boolean timed, long moves) implements OwnWait {}

    /**
     * That one of these processes ends.
     *
     * @param pids which
     */
    record ForExit(Set<Long> pids) implements OwnWait {
      /** Copies the set. */
      public ForExit {
        pids = Set.copyOf(pids);
      }
    }
  }

  /**
   * Bytes that lie in a buffer of this process.
   *
   * @param fd the descriptor that they would go to
   * @param bytes how many
   * @param text the first few hundred of them as text; empty where that is not to be shown
   */
  public record HeldBytes(int fd, int bytes, Optional<String> text) {}
}
