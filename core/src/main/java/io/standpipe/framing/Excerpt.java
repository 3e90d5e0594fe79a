package io.standpipe.framing;

/** Bytes as text for error messages: printable ASCII unchanged, other bytes escaped as in C. */
final class Excerpt {
  private static final String HEX = "0123456789abcdef";

  private Excerpt() {}

  static String quoted(byte[] bytes, int offset, int length) {
    var text = new StringBuilder(length + 2).append('"');
    for (int i = offset; i < offset + length; i++) {
      append(text, bytes[i]);
    }
    return text.append('"').toString();
  }

  private static void append(StringBuilder text, byte b) {
    switch (b) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '"', '\\' -> text.append('\\').append((char) b);
      default -> {
        if (b >= ' ' && b < 0x7f) {
          text.append((char) b);
        } else {
          text.append("\\x").append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
        }
      }
    }
  }
}
