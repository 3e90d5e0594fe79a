package io.standpipe.cli.progress;

import io.standpipe.internal.proc.OwnTerminal.Size;
import java.io.IOException;

/** A terminal as {@link TerminalFooter} needs it. */
interface Screen {
  /** Asked each time, because the window may have been resized. */
  Size size();

  /** Whether this process may write there without disturbing what the user does. */
  boolean isInForeground();

  /** Writes text and control sequences. Blocks for a second at most. */
  void write(String text) throws IOException;
}
