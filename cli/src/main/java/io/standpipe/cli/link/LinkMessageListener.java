package io.standpipe.cli.link;

import java.io.IOException;

/** Writes down messages, where they can be told apart, and pieces where they cannot. */
interface LinkMessageListener extends LinkListener {
  /**
   * A message without what its framing adds to it.
   *
   * @param whole false for the last one, where its end did not come
   */
  void message(LinkedProgram speaker, byte[] message, boolean whole) throws IOException;

  /** What {@code speaker} said is no message, and why. */
  void malformed(LinkedProgram speaker, String why) throws IOException;
}
