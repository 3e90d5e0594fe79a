package io.standpipe.cli.talk;

import io.standpipe.framing.FrameException;
import java.io.IOException;

/** Receives the messages of one stream of the program, on the thread that reads that stream. */
interface MessageHandler {
  /**
   * A message has come. It need not be shown before the next {@link #flush}.
   *
   * @param message the bytes without those that the framing adds
   * @param whole false for a last message whose end did not come
   */
  void message(byte[] message, boolean whole) throws IOException;

  /**
   * Nothing more has come for now: what was received must be shown.
   *
   * @param begun what has come of a line that has not ended, usually a prompt; passed again when it
   *     has grown, and once more in the message that it becomes
   */
  void flush(byte[] begun) throws IOException;

  /** The program wrote bytes that the framing does not allow. Later bytes may be a message. */
  void malformed(FrameException why) throws IOException;
}
