package io.standpipe.internal.proc;

import io.standpipe.doctor.Channel;
import java.util.Set;

/** Something that ends a thread's wait. */
public sealed interface Awaited {
  /**
   * A channel becomes readable or writable, or ends.
   *
   * @param channel its {@link Channel#id}
   * @param fd the descriptor of the waiting process
   * @param toRead whether the thread waits for bytes or the end of the stream; otherwise for room
   */
  record Ready(String channel, int fd, boolean toRead) implements Awaited {}

  /**
   * One of these processes ends.
   *
   * @param pids the children, or the process behind a pidfd
   */
  record Exit(Set<Long> pids) implements Awaited {
    /** Copies the set. */
    public Exit {
      pids = Set.copyOf(pids);
    }
  }

  /** Another thread of the same process releases a lock, or wakes this one. */
  record OwnThread() implements Awaited {}

  /**
   * A process opens the other side of a fifo.
   *
   * @param fifo the fifo's {@link Channel#id}
   * @param path its path
   * @param toRead whether it is being opened for reading, so that a writer is missing
   */
  record Partner(String fifo, String path, boolean toRead) implements Awaited {}

  /**
   * Something that comes from outside the processes of the snapshot (from a person, a network, a
   * clock or a signal) or that cannot be seen.
   *
   * @param what in words, such as {@code a person at /dev/tty1}
   */
  record Outside(String what) implements Awaited {}
}
