package io.standpipe.internal.proc;

import io.standpipe.internal.proc.Awaited.Outside;

/** What stands for the wait of a thread that does not wait, or whose wait cannot be seen. */
public final class OutsideWaits {
  /** The thread runs. */
  public static final Awaited RUNS = new Outside("nothing: it runs");

  /** The thread slept at the first look, and has run since then. */
  public static final Awaited RAN = new Outside("nothing: it ran a moment ago");

  /** The thread is stopped. */
  public static final Awaited STOPPED = new Outside("a signal to continue: it is stopped");

  /** The thread sleeps, and the kernel does not tell in which call. */
  public static final Awaited UNSEEN = new Outside("something that cannot be seen");

  private OutsideWaits() {}
}
