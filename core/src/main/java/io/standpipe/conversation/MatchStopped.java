package io.standpipe.conversation;

/**
 * A regular expression was stopped at work. Thrown through {@link java.util.regex.Matcher}, which
 * takes any state at its next search; see {@link MatchGuard}.
 */
final class MatchStopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  enum Reason {
    /** The time is over. */
    DEADLINE,
    /** Another thread has interrupted this one. */
    INTERRUPT,
    /** Another thread has closed the conversation. */
    CLOSE,
    /** More text has come, which may decide at once what this search looks for. */
    MORE_TEXT,
    /** The search has taken more steps than it was allowed. */
    TOO_LONG,
    /** The pattern calls itself for each character, and the stack is full. */
    TOO_DEEP
  }

  private final Reason reason;

  MatchStopped(Reason reason) {
    super(reason.name(), null, false, false); // caught a few frames above, on every path
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
