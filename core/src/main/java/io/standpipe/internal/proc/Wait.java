package io.standpipe.internal.proc;

import java.util.List;

/**
 * What a thread waits for, and in which call.
 *
 * @param call the system call, such as {@code read}; empty for none
 * @param awaited any one of these ends the wait
 * @param timed whether the wait also ends by itself after some time
 */
public record Wait(String call, List<Awaited> awaited, boolean timed) {
  /** Copies the list. */
  public Wait {
    awaited = List.copyOf(awaited);
  }

  static Wait one(String call, Awaited awaited) {
    return new Wait(call, List.of(awaited), false);
  }

  static Wait outside(String call, String what) {
    return one(call, new Awaited.Outside(what));
  }

  /** Whether the call is about one descriptor, as opposed to a call that watches many. */
  public boolean isPlain() {
    return !call.startsWith("epoll") && !call.contains("poll") && !call.contains("select");
  }

  /** Whether only processes of the snapshot, or the time limit, can end the wait. */
  boolean isInside() {
    return awaited.stream().noneMatch(Awaited.Outside.class::isInstance);
  }
}
