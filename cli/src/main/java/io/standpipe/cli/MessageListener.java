package io.standpipe.cli;

import java.io.IOException;

/** Writes down messages, where they can be told apart, and pieces where they cannot. */
interface MessageListener extends Listener {
  /**
   * A message without what its framing adds to it.
   *
   * @param whole false for the last one, where its end did not come
   */
  void message(Speaker speaker, byte[] message, boolean whole) throws IOException;

  /** What {@code speaker} said is no message, and why. */
  void noMessage(Speaker speaker, String why) throws IOException;
}
