package io.standpipe.doctor;

import java.util.List;

/**
 * Processes that wait for each other in a ring.
 *
 * <p><b>Proved</b> means that none of them will ever go on by itself. In two snapshots, every
 * thread of every member slept in the same call and had not run in between, as its count of context
 * switches shows. None of these calls ends by itself after some time. Every process that holds an
 * end which could wake a member is a member too, or is stuck behind the members. The proof leaves
 * out interference, which no program can foresee: a signal (from a person, a watchdog, an alarm
 * that no handler catches), or an end that a process receives through a socket or opens through
 * /proc from now on.
 *
 * <p><b>Likely</b> means all of this, except for the {@link #doubts}.
 *
 * <p>Its severity is {@link Severity#ERROR} if it is proved, {@link Severity#WARNING} if the doubts
 * are faint, and {@link Severity#INFORMATION} if one of the waits has a time limit, after which its
 * thread may give up or go on.
 */
public non-sealed interface Deadlock extends Finding {
  /** Whether it is proved; otherwise it is likely. */
  boolean proved();

  /**
   * What the waits have in common, as a clause: {@code each writes into a full pipe that the other
   * does not read}.
   */
  String cause();

  /**
   * The waits that keep the ring closed, in words: one sentence for each thread, with its process,
   * what the thread cannot finish, and the processes that could let it go on.
   */
  List<String> steps();

  /** The processes of the ring. */
  List<ProcessState> members();

  /** Processes outside the ring that wait, directly or not, for the ring alone. */
  List<ProcessState> behind();

  /** Why it is not proved, in words; empty if it is. */
  List<String> doubts();
}
