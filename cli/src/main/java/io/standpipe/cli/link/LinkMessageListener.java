package io.standpipe.cli.link;

import java.io.IOException;

/** Writes down messages, and pieces of the stream where no messages can be recognised. */
interface LinkMessageListener extends LinkListener {
  /**
   * {@code speaker} wrote a message, given without the bytes that its framing adds.
   *
   * @param whole false for a last message whose end did not come
   */
  void message(LinkedProgram speaker, byte[] message, boolean whole) throws IOException;

  /** {@code speaker} wrote bytes that the framing does not allow, for the reason given. */
  void malformed(LinkedProgram speaker, String why) throws IOException;
}
