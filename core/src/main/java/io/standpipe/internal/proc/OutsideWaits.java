package io.standpipe.internal.proc;

import io.standpipe.internal.proc.Awaited.Outside;

/** What a thread is said to wait for if it does not wait, or cannot be seen to. */
public final class OutsideWaits {
  /** Of a thread that runs. */
  public static final Awaited RUNS = new Outside("nothing: it runs");

  /** Of a thread that slept at the first look, and has run during the snapshot. */
  public static final Awaited RAN = new Outside("nothing: it ran a moment ago");

  /** Of a stopped thread. */
  public static final Awaited STOPPED = new Outside("a signal to continue: it is stopped");

  /** Of a thread whose call the kernel does not tell. */
  public static final Awaited UNSEEN = new Outside("something that cannot be seen");

  private OutsideWaits() {}
}
