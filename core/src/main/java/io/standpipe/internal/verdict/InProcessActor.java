package io.standpipe.internal.verdict;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A part of this process that is looked at as if it were a process of its own: a relay, a Java
 * stage, the code that talks with a child.
 *
 * <p>What the kernel shows of a JVM is no help here. The thread that looks runs, so this process as
 * a whole is never stuck, and virtual threads that are parked do not show at all. But the code that
 * owns a descriptor knows which code uses it, and whether that code waits.
 *
 * @param name what it is, in words: {@code which talks with child 797}
 * @param descriptors the descriptors of this process that it alone uses
 * @param waits what it waits for; none if it does not wait, and so may do anything
 * @param doubt why it may go on without being woken, if it may
 * @param unflushed what it has been given to write and has not written yet
 */
public record InProcessActor(
    String name,
    Set<Integer> descriptors,
    List<OwnWait> waits,
    Optional<String> doubt,
    List<UnflushedBytes> unflushed) {

  /** Copies the collections. */
  public InProcessActor {
    descriptors = Set.copyOf(descriptors);
    waits = List.copyOf(waits);
    unflushed = List.copyOf(unflushed);
  }

  /** The number that the actor at this place of the list has in a snapshot, instead of a pid. */
  static long pid(int index) {
    return -1L - index;
  }

  /** Whether this number in a snapshot is that of an actor. */
  static boolean isActor(long pid) {
    return pid < 0;
  }

  /** What a thread of it waits for. */
  public sealed interface OwnWait {
    /**
     * A descriptor becomes ready.
     *
     * @param fd the descriptor
     * @param toRead whether for reading; otherwise for writing
     * @param timed whether the wait ends by itself after some time
     * @param moves a count that changes after each wait: if two looks show the same count, the
     *     thread has waited from one to the other
     */
    record AtEnd(int fd, boolean toRead, boolean timed, long moves) implements OwnWait {}

    /**
     * One of these processes ends.
     *
     * @param pids the processes
     */
    record ForExit(Set<Long> pids) implements OwnWait {
      /** Copies the set. */
      public ForExit {
        pids = Set.copyOf(pids);
      }
    }
  }

  /**
   * Bytes in a buffer of this process.
   *
   * @param fd the descriptor that they would go to
   * @param bytes their number
   * @param text the first few hundred of them as text; empty if it is not to be shown
   */
  public record UnflushedBytes(int fd, int bytes, Optional<String> text) {}
}
