package io.standpipe.conversation;

import java.time.Duration;

/**
 * What follows a script's last message.
 *
 * @param closes whether the other side's input ends then, and nothing may come after the script
 * @param silence how long the other side has to be silent before that
 */
record ScriptEnd(boolean closes, Duration silence) {
  /** The conversation goes on. */
  static ScriptEnd open() {
    return new ScriptEnd(false, Duration.ZERO);
  }

  static ScriptEnd after(Duration silence) {
    return new ScriptEnd(true, silence);
  }
}
