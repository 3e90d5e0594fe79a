package io.standpipe.cli.option;

import io.standpipe.framing.Framing;

/**
 * What {@code --framing} names.
 *
 * @param isLines whether what has come of a message can be shown before its end
 */
public record MessageKind(Framing framing, boolean isLines) {
  public static final MessageKind LINES = new MessageKind(Framing.lines(), true);
}
