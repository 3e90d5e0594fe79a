package io.standpipe.internal.tree;

import io.standpipe.internal.ready.Deadline;

/** A child as the {@link StopSequence} sees it. */
public interface Stoppable {
  /** Closes its standard input if we hold the other end; whether that may make it end. */
  boolean closeInput();

  /** Looks for descendants now, so that they are known when their parents have gone. */
  void look();

  /** Sends a signal to it and to its descendants. */
  void signalAll(int signal);

  /**
   * Blocks until it and its descendants have ended, or the deadline has come: whether they have.
   */
  boolean awaitTree(Deadline deadline) throws InterruptedException;
}
