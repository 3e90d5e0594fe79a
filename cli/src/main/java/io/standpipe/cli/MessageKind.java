package io.standpipe.cli;

import io.standpipe.framing.Framing;

/**
 * What {@code --framing} names.
 *
 * @param isLines whether what has come of a message can be shown before its end
 */
record MessageKind(Framing framing, boolean isLines) {
  static final MessageKind LINES = new MessageKind(Framing.lines(), true);
}
