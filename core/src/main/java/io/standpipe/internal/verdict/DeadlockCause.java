package io.standpipe.internal.verdict;

/** What the waits of a deadlock have in common. */
public enum DeadlockCause {
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

  DeadlockCause(String words) {
    this.words = words;
  }

  /** The cause as a clause, for the second half of a sentence. */
  public String words() {
    return words;
  }
}
