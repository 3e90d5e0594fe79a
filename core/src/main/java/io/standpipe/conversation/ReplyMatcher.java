package io.standpipe.conversation;

import java.util.Optional;

/**
 * How an answer is told by what stands in it, the id of a JSON-RPC message for one, where answers
 * may come in another order than their questions, and messages that answer nothing in between.
 *
 * <p>{@link #ofAnswer} is called by the one thread that reads. It must not use the conversation.
 */
public interface ReplyMatcher {
  /** The key of a question. No two questions that are under way may have the same. */
  Object ofQuestion(String question);

  /** The key of the question that a message answers; empty for one that answers none. */
  Optional<?> ofAnswer(String message);

  /**
   * Is handed what answers no question that is under way: a notification, a request of the other
   * side, an answer that came after its deadline or a second time. One after the other, on a
   * virtual thread that is there for that, and so may send and ask. When it is too slow, as many
   * messages wait for it as {@link ConversationOptions#maxInFlight} says; then nothing is read any
   * more until it catches up.
   *
   * @param from the conversation, to answer a request of the other side with
   */
  void unasked(Conversation from, String message);
}
