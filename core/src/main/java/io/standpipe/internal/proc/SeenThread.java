package io.standpipe.internal.proc;

import io.standpipe.doctor.Awaited;
import io.standpipe.doctor.ThreadState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A thread, as the files under /proc/PID/task/TID show it. */
public record SeenThread(
    long tid, String name, Wait waiting, long switches, Optional<Duration> asleep)
    implements ThreadState {

  @Override
  public String call() {
    return waiting.call();
  }

  @Override
  public List<Awaited> awaited() {
    return waiting.awaited();
  }

  @Override
  public boolean timed() {
    return waiting.timed();
  }
}
