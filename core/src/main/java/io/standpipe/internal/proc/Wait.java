package io.standpipe.internal.proc;

import io.standpipe.doctor.Awaited;
import io.standpipe.doctor.ThreadState;
import java.util.List;

/**
 * The part of a {@link ThreadState} that says what the thread waits for.
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

  /** The wait of a thread. */
  public static Wait of(ThreadState thread) {
    return new Wait(thread.call(), thread.awaited(), thread.timed());
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
