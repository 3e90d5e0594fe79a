package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Whether a line can be a JSON text, judged by its ends: for an object, an array or a string, its
 * first and last characters are checked; a number or a literal is checked in full. This tells a
 * stray print from a message at almost no cost; the content of a message is left to the parser that
 * gets it.
 */
final class JsonShape {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);
  private static final String NUMBER_CHARACTERS = "0123456789+-.eE";

  private JsonShape() {}

  static boolean isBlank(byte[] line, int start, int end) {
    return skipSpace(line, start, end) == end;
  }

  static boolean isJson(byte[] line, int start, int end) {
    int first = skipSpace(line, start, end);
    if (first == end) {
      return false;
    }
    int last = end - 1;
    while (isSpace(line[last])) {
      last--;
    }
    return switch (line[first]) {
      case '{' -> line[last] == '}';
      case '[' -> line[last] == ']';
      case '"' -> line[last] == '"' && last > first;
      case 't' -> is(TRUE, line, first, last + 1);
      case 'f' -> is(FALSE, line, first, last + 1);
      case 'n' -> is(NULL, line, first, last + 1);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> isNumber(line, first, last + 1);
      default -> false;
    };
  }

  private static int skipSpace(byte[] line, int start, int end) {
    int at = start;
    while (at < end && isSpace(line[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private static boolean is(byte[] word, byte[] line, int start, int end) {
    return Arrays.equals(word, 0, word.length, line, start, end);
  }

  /** Only characters of numbers, the last one a digit: not {@code 12 files}, not {@code 1.}. */
  private static boolean isNumber(byte[] line, int start, int end) {
    for (int i = start; i < end; i++) {
      if (NUMBER_CHARACTERS.indexOf(line[i]) < 0) {
        return false;
      }
    }
    return line[end - 1] >= '0' && line[end - 1] <= '9';
  }
}
