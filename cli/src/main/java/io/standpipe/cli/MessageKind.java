package io.standpipe.cli;

import io.standpipe.framing.Framing;

/**
 * What {@code --framing} names.
 *
 * @param isLines whether what has come of a message can be shown before its end
 */
record MessageKind(Framing framing, boolean isLines) {
  static final MessageKind LINES = new MessageKind(Framing.lines(), true);

  /** Those of a terminal, which makes {@code \r\n} of {@code \n}. */
  static final MessageKind CRLF_LINES = new MessageKind(Framing.crlfLines(), true);
}
