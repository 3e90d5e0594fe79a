package io.standpipe.conversation;

/**
 * Hears what is said in a conversation, message by message; where there are no messages, in {@link
 * Conversation#expect}, line by line and up to each match. Secrets are masked.
 *
 * <p>Called by the thread that sends or receives, which goes on when this returns: one call at a
 * time, in the order in which things were said. It must not use the conversation, which waits for
 * it. What it throws goes to the thread's uncaught exception handler, and changes nothing here.
 */
@FunctionalInterface
public interface Tap {
  /** This was said. */
  void said(Direction direction, String text);
}
