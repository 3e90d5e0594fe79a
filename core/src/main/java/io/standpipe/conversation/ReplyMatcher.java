package io.standpipe.conversation;

import java.util.Optional;

/**
 * Recognises the answer to a question by its content, such as the id of a JSON-RPC message: for
 * peers that answer in another order than they are asked, or send other messages in between.
 *
 * <p>{@link #questionKey} is called by the thread that asks, {@link #answerKey} by the one thread
 * that reads. Neither may use the conversation. Neither is interrupted: what they take, later
 * answers take longer, but each question ends by its own deadline.
 */
public interface ReplyMatcher {
  /**
   * Returns the key of a question. No two questions in flight may have the same key: a conversation
   * refuses the second one, an {@link Exchange} lets it wait.
   */
  Object questionKey(String question);

  /** Returns the key of the question that a message answers; empty if it answers none. */
  Optional<?> answerKey(String message);

  /**
   * Handles a message that answers no question in flight: a notification, a request of the other
   * side, an answer that came after its deadline or for the second time. Returns a message to send
   * back, or empty for none.
   *
   * <p>Called for one message after the other on a virtual thread that exists for that, so it may
   * block, and may use the conversation. If it is too slow, up to {@link
   * ConversationOptions#maxInFlight} messages wait for it; then nothing more is read until it
   * catches up. What it throws goes to the thread's uncaught exception handler, and so does the
   * failure to send its reply; the conversation goes on.
   */
  Optional<String> handleUnmatched(String message);
}
