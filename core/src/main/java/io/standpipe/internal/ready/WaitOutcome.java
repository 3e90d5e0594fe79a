package io.standpipe.internal.ready;

/** Why a wait ended. */
public enum WaitOutcome {
  READY,
  TIMED_OUT,
  INTERRUPTED,
  CLOSED,
  /** The system could not arm the wait; the wait knows the errno. */
  FAILED
}
