package io.standpipe.conversation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages that have come of an answer that has several. An answer of one message never gets
 * here. For one thread at a time.
 */
final class PartialAnswer {
  /** What a further message occupies beside its bytes: the head of the array, and its reference. */
  private static final int OVERHEAD = 32;

  private final Answers answers;
  private final int maxBytes;
  private ArrayList<byte[]> messages = new ArrayList<>();
  private long bytes;

  PartialAnswer(Answers answers, int maxBytes) {
    this.answers = answers;
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Whether a message of this length may be added. */
  boolean allows(int length) {
    return bytes + length + (messages.isEmpty() ? 0 : OVERHEAD) <= maxBytes;
  }

  /** Adds a message; returns the content of the answer if it is whole now, otherwise null. */
  @Nullable List<byte[]> add(byte[] message) throws ConversationException {
    bytes += message.length + (messages.isEmpty() ? 0 : OVERHEAD);
    messages.add(message);
    if (!answers.isComplete(messages.getFirst(), message, messages.size())) {
      return null;
    }
    List<byte[]> content = answers.content(messages);
    messages = new ArrayList<>(); // not cleared: one large answer must not occupy its room for ever
    bytes = 0;
    return content;
  }

  /** The latest message, for errors; empty if none has come. */
  byte[] latest() {
    return messages.isEmpty() ? new byte[0] : messages.getLast();
  }
}
