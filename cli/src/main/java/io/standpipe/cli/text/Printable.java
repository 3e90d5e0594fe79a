package io.standpipe.cli.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Text and bytes as one line that is safe to print: what is no character is shown by its number
 * ({@code \xff}), and what would move the cursor or colour the terminal too ({@code \x1b}).
 */
public final class Printable {
  private Printable() {}

  public static String text(String text) {
    var line = new StringBuilder();
    append(line, text);
    return line.toString();
  }

  /** The first {@code length} bytes, taken for UTF-8 as far as they are. */
  public static String bytes(byte[] bytes, int length) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    CharBuffer decoded = CharBuffer.allocate(length);
    var line = new StringBuilder();
    while (in.hasRemaining()) {
      CoderResult result = decoder.reset().decode(in, decoded.clear(), true);
      append(line, decoded.flip());
      for (int bad = result.isError() ? result.length() : 0; bad > 0; bad--) {
        appendByte(line, in.get() & 0xff);
      }
    }
    return line.toString();
  }

  /** A line for a terminal: as {@link #bytes}, but for a return at its end, which moves nothing. */
  public static String line(byte[] bytes, int length) {
    boolean returned = length > 0 && bytes[length - 1] == '\r';
    return bytes(bytes, returned ? length - 1 : length);
  }

  private static void append(StringBuilder line, CharSequence text) {
    text.codePoints()
        .forEach(c -> {
          if (Character.getType(c) == Character.SURROGATE) {
            appendByte(line, c - Utf8.BYTE_SURROGATES);
          } else if (Character.isISOControl(c) && c != '\t') {
            appendControl(line, c);
          } else {
            line.appendCodePoint(c);
          }
        });
  }

  private static void appendControl(StringBuilder line, int c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      default -> appendByte(line, c);
    }
  }

  private static void appendByte(StringBuilder line, int value) {
    line.append(String.format("\\x%02x", value));
  }
}
