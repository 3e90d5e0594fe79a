package io.standpipe.internal.proc;

import java.util.Optional;

/** Files of lines {@code name:\tvalue}, as many under /proc are. */
final class KeyedLines {
  private KeyedLines() {}

  /**
   * The value of the first line with this name. The text is not split into lines, because a
   * snapshot reads thousands of these files.
   */
  static Optional<String> value(String text, String name) {
    String start = name + ":";
    int at = text.startsWith(start) ? 0 : text.indexOf("\n" + start) + 1;
    if (at == 0 && !text.startsWith(start)) {
      return Optional.empty();
    }
    int end = text.indexOf('\n', at);
    return Optional.of(text.substring(at + start.length(), end < 0 ? text.length() : end).strip());
  }
}
