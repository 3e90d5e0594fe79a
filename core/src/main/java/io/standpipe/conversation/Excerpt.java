package io.standpipe.conversation;

/** Text for messages: on one line, not too long. */
final class Excerpt {
  private static final int HEAD = 80;
  private static final int TAIL = 200;

  private Excerpt() {}

  static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    text.chars().forEach(c -> append(quoted, (char) c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case '"', '\\' -> quoted.append('\\').append(c);
      default -> {
        if (Character.isISOControl(c)) {
          quoted.append(String.format("\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
    }
  }

  /** The beginning of a question. */
  static String shortened(String text) {
    return text.length() <= HEAD ? quoted(text) : quoted(text.substring(0, HEAD)) + "…";
  }

  /** The end of what came. */
  static String tail(String text) {
    int from = text.length() - TAIL;
    return from <= 0 ? quoted(text) : "…" + quoted(text.substring(from));
  }
}
