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
 * <p><b>Likely</b> means the same except for the {@link #doubts}.
 *
 * <p>Its severity is {@link Severity#ERROR} if it is proved, {@link Severity#WARNING} if the doubts
 * are faint, and {@link Severity#INFORMATION} if one of the waits has a time limit, after which its
 * thread may give up or go on.
 */
public non-sealed interface Deadlock extends Finding {
  /** Whether it is proved; otherwise it is likely. */
  boolean proved();

  /** What the waits have in common. */
  Cause cause();

  /** The waits that keep the ring closed: one step for each thread. */
  List<Step> steps();

  /** The processes of the ring. */
  List<ProcessState> members();

  /** Processes outside the ring that wait, directly or not, for the ring alone. */
  List<ProcessState> behind();

  /** Why it is not proved, in words; empty if it is. */
  List<String> doubts();

  /** What the waits of a ring have in common. */
  enum Cause {
    /** Every thread waits for bytes, or for the end of a stream, and none has anything to send. */
    EMPTY("each waits to read what the other has not sent"),
    /** Every thread waits for room, and should read before it writes on. */
    FULL("each writes into a full pipe that the other does not read"),
    /** A parent waits for the exit of a child that waits until its output is read. */
    UNREAD("a parent waits for the exit of a child whose output it does not read"),
    /** A parent waits for the exit of a child that waits for more input, or for its end. */
    UNENDED("a parent waits for the exit of a child whose input it holds open"),
    /** One process holds both ends. */
    ITSELF("it holds the other end itself"),
    /** Anything else. */
    MIXED("each waits for what another should do first");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    /** The cause in words, for the second half of a sentence. */
    public String words() {
      return words;
    }
  }

  /** One thread of the ring. {@code toString} gives it as a sentence. */
  interface Step {
    /** The thread's process. */
    ProcessState process();

    /** The thread. */
    ThreadState thread();

    /** What the thread does and cannot finish, in words. */
    String what();

    /** The processes that could let it go on. All of them are stuck too. */
    List<ProcessState> wakers();
  }
}
