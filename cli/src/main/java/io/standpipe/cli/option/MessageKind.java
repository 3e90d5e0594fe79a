package io.standpipe.cli.option;

import io.standpipe.framing.Framing;

/**
 * The value of {@code --framing}.
 *
 * @param isLines whether the beginning of a message can be shown before its end has come
 */
public record MessageKind(Framing framing, boolean isLines) {
  public static final MessageKind LINES = new MessageKind(Framing.lines(), true);
}
