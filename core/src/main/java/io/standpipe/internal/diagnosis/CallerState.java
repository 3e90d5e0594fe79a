package io.standpipe.internal.diagnosis;

/** What is known of the code that has the ends which no part of the library uses. */
enum CallerState {
  /** Nothing: it may do anything. */
  ACTS,
  /** If a thread waits at one of its ends, it waits there; other threads may act. */
  WAITS,
  /** There is no such code, except the one thread that waits for the exits, in order. */
  AWAITS_EXITS
}
