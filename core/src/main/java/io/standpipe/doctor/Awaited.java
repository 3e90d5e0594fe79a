package io.standpipe.doctor;

import java.util.Set;

/** Something that would end a {@link Wait}. */
public sealed interface Awaited {
  /**
   * A channel becomes readable, writable, or ends.
   *
   * @param channel its {@link Channel#id}
   * @param fd the waiting process's descriptor
   * @param toRead whether bytes, or the end, are waited for; else room
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

  /** Another thread of the same process lets go of a lock, or has something to say. */
  record OwnThread() implements Awaited {}

  /**
   * Somebody opens the other side of a fifo.
   *
   * @param fifo the {@link Channel#id} it has, or would have
   * @param path its path
   * @param toRead whether it is being opened for reading, so that a writer is waited for
   */
  record Partner(String fifo, String path, boolean toRead) implements Awaited {}

  /**
   * Something that no process we look at must do: a person, a network, a clock, a signal; or what
   * it is cannot be seen.
   *
   * @param what in words, such as {@code a person at /dev/tty1}
   */
  record Outside(String what) implements Awaited {}
}
