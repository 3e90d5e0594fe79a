package io.standpipe.internal.text;

import io.standpipe.internal.posix.CString;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Words and output as text: for messages, and out of bytes. */
public final class Escaping {
  private static final char REPLACEMENT = '\ufffd';
  private static final int LONGEST_WORD = 80;
  private static final int MOST_WORDS = 12;

  private Escaping() {}

  /**
   * A path as the system has it. The JVM decodes names by the locale; what it could not decode
   * shows as a replacement character, and only the path's URI still has the bytes.
   */
  public static String word(Path path) {
    String text = path.toString();
    return text.indexOf(REPLACEMENT) < 0 ? text : decoded(path.toUri().getRawPath());
  }

  private static String decoded(String percentEncoded) {
    byte[] encoded = percentEncoded.getBytes(StandardCharsets.ISO_8859_1);
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        bytes.write(Integer.parseInt(percentEncoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(encoded[i]);
      }
    }
    return CString.decode(bytes.toByteArray());
  }

  /** A NUL would end the word for C: the child would get less than was said. */
  public static void requireNoNul(String what, String word) {
    if (CString.hasNul(word)) {
      throw new IllegalArgumentException(
          what + " without a NUL expected: it has one at index " + word.indexOf('\0'));
    }
  }

  /** {@code ["tar", "xf", "a"]}, long words and long lists shortened. */
  public static String words(List<String> words) {
    String shown =
        words.stream().limit(MOST_WORDS).map(Escaping::quoted).collect(Collectors.joining(", "));
    int more = words.size() - MOST_WORDS;
    return "[" + shown + (more > 0 ? ", … " + more + " more" : "") + "]";
  }

  /** {@code tar xf a}, as short as that: to name a process, not to be run again. */
  public static String line(List<String> words) {
    String line = escaped(String.join(" ", words.subList(0, Math.min(words.size(), MOST_WORDS))));
    return line.length() <= LONGEST_WORD && words.size() <= MOST_WORDS ? line : start(line) + "…";
  }

  /** In quotes, on one line; a long one shortened. */
  public static String quoted(String word) {
    int length = word.codePointCount(0, word.length());
    return length <= LONGEST_WORD
        ? '"' + escaped(word) + '"'
        : '"' + escaped(start(word)) + "…\" (" + length + " characters)";
  }

  private static String start(String text) {
    int length = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, Math.min(length, LONGEST_WORD)));
  }

  /** On one line, whatever is in it; without quotes. */
  public static String escaped(String word) {
    var text = new StringBuilder();
    word.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> text.append('\\').appendCodePoint(c);
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '\r' -> text.append("\\r");
            default -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            }
          }
        });
    return text.toString();
  }

  /** The text of UTF-8 bytes, strictly: an error says where they are not UTF-8. */
  public static String strictUtf8(byte[] bytes, String source) throws CharConversionException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = decoder.decode(in, text, true);
    if (result.isError()) {
      throw new CharConversionException(
          String.format(
              "read the text that %s wrote: not UTF-8 at offset %d (byte 0x%02x); readBytes() takes"
                  + " any bytes",
              source, in.position(), in.get(in.position())));
    }
    return text.flip().toString();
  }

  /** Without the line ends at its end: the shell's {@code $(…)}. */
  public static String withoutLastLineEnds(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
