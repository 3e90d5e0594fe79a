package io.standpipe.cli.talk;

import io.standpipe.framing.FrameException;
import java.io.IOException;

/** Who hears what the program of a talk says. Called on one thread for each of its streams. */
interface MessageHandler {
  /**
   * A message, without its end. It need not be shown before the {@link #flush} that follows.
   *
   * @param whole false for the last one, where its end did not come
   */
  void message(byte[] message, boolean whole) throws IOException;

  /**
   * That was all for now.
   *
   * @param begun what has come of a line that has not ended, a prompt mostly; told again when it
   *     has grown, and once more as the message that it becomes
   */
  void flush(byte[] begun) throws IOException;

  /** What the program said is no message; what comes next may be one. */
  void malformed(FrameException why) throws IOException;
}
