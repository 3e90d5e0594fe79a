package io.standpipe.doctor;

import java.util.List;

/**
 * What a thread does: the call that it sleeps in and what would end that. One that runs, is stopped
 * or cannot be seen waits for {@link Awaited.Outside}: it may do anything.
 *
 * @param call the system call, such as {@code read}; empty for none
 * @param awaited any one of these ends it
 * @param timed whether it also ends by itself after some time
 */
public record Wait(String call, List<Awaited> awaited, boolean timed) {
  /** Copies the list. */
  public Wait {
    awaited = List.copyOf(awaited);
  }

  static Wait outside(String call, String what) {
    return new Wait(call, List.of(new Awaited.Outside(what)), false);
  }

  /** Whether it sleeps in one call on one descriptor, as opposed to one that watches many. */
  boolean isPlain() {
    return !call.startsWith("epoll") && !call.contains("poll") && !call.contains("select");
  }
}
