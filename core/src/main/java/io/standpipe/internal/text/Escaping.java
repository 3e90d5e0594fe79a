package io.standpipe.internal.text;

import io.standpipe.internal.posix.CString;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Text that may contain anything, made safe to show to people: it stays on one line, moves no
 * cursor, and reads in the order in which it is stored.
 *
 * <p>Escaped are the backslash; control characters, as {@code \n}, {@code \x1b} or {@code \u0085};
 * line and paragraph separators and the marks that change the direction of writing, as {@code
 * \u2028}; and bytes that are not UTF-8, which {@link CString} carries as lone surrogates, as
 * {@code \xff}. Every other character stands for itself.
 */
public final class Escaping {
  private static final char BYTES = '\uDC00';
  private static final int HIGHEST_BYTE = 0xff;
  private static final int DELETE = 0x7f;
  private static final String BAR = "\n  | ";

  private Escaping() {}

  /** The text on one line, without quotes around it. */
  public static String escape(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(line, c));
    return line.toString();
  }

  /** The text on one line between double quotes; double quotes in it are escaped too. */
  public static String quoted(String text) {
    return '"' + escape(text).replace("\"", "\\\"") + '"';
  }

  /** These bytes in double quotes, read as UTF-8 as far as they are UTF-8. */
  public static String quoted(byte[] bytes, int offset, int length) {
    return quoted(CString.decode(Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  /**
   * The text on one line as it would print: escaped, except that backslashes and tabs stay. For
   * text that is shown and not quoted, such as a line that a program has written, or a message
   * whose parts are escaped already.
   */
  public static String printable(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\\' || c == '\t') {
            line.append((char) c);
          } else {
            append(line, c);
          }
        });
    return line.toString();
  }

  /**
   * Text of several lines as it would print, for the end of a message. One line follows on the
   * message's own; several stand below it, each behind a bar, so that none of them can pass for a
   * line of a log, or of another program.
   */
  public static String block(String text) {
    List<String> lines = text.strip().lines().toList();
    return lines.size() < 2
        ? printable(text.strip())
        : lines.stream().map(line -> BAR + printable(line)).collect(Collectors.joining());
  }

  /** The first {@code length} bytes as they would print, read as UTF-8 as far as they are UTF-8. */
  public static String printable(byte[] bytes, int length) {
    return printable(CString.decode(Arrays.copyOf(bytes, length)));
  }

  private static void append(StringBuilder line, int c) {
    switch (c) {
      case '\\' -> line.append("\\\\");
      case '\n' -> line.append("\\n");
      case '\t' -> line.append("\\t");
      case '\r' -> line.append("\\r");
      default -> {
        if (c < ' ' || c == DELETE) {
          line.append(String.format("\\x%02x", c));
        } else if (c > BYTES && c <= BYTES + HIGHEST_BYTE) {
          line.append(String.format("\\x%02x", c - BYTES));
        } else if (isUnsafe(c)) {
          line.append(String.format("\\u%04x", c));
        } else {
          line.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isDirectionMark(c);
    };
  }

  /** The Bidi_Control characters of Unicode (UAX #9): they reorder the text around them. */
  private static boolean isDirectionMark(int c) {
    return c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
