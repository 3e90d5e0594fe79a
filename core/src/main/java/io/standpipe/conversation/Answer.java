package io.standpipe.conversation;

import java.util.List;

/**
 * The answer of a program to one question of an {@link Exchange}.
 *
 * @param question what was given with the question when it was sent
 * @param messages what the program said, without delimiters: a single message, or the content that
 *     {@link Answers#content} returns, which may be empty
 */
public record Answer<Q>(Q question, List<byte[]> messages) {
  /**
   * The message of an answer that has one.
   *
   * @throws IllegalStateException if it has none or several
   */
  public byte[] message() {
    if (messages.size() != 1) {
      throw new IllegalStateException("an answer of one message expected, not " + messages.size());
    }
    return messages.getFirst();
  }
}
