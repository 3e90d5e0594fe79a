package io.standpipe.internal.text;

import io.standpipe.internal.posix.CString;
import java.util.Arrays;

/**
 * A part of a text, quoted, for a message that must stay short. The ellipsis stands outside the
 * quotes, because it is not part of the text.
 */
public final class Excerpt {
  private static final int HEAD = 80;
  private static final int TAIL = 200;

  private Excerpt() {}

  /** The beginning of a text, up to 80 characters. */
  public static String head(String text) {
    return head(text, HEAD);
  }

  /** The end of a text, up to 200 characters. */
  public static String tail(String text) {
    return tail(text, TAIL);
  }

  /** {@code "the whole"}, or {@code "the beginn"…} of a text with more than {@code max}. */
  public static String head(String text, int max) {
    String start = cut(text, max);
    return Escaping.quoted(start) + (start.length() < text.length() ? "…" : "");
  }

  /** As {@link #head}, but says how long the text is: {@code "the beginn"… (200 characters)}. */
  public static String sized(String text, int max) {
    int length = length(text);
    return head(text, max) + (length > max ? " (" + length + " characters)" : "");
  }

  /** {@code "the whole"}, or {@code …"the end"} of a text with more than {@code max}. */
  public static String tail(String text, int max) {
    int skipped = length(text) - max;
    return skipped <= 0
        ? Escaping.quoted(text)
        : "…" + Escaping.quoted(text.substring(text.offsetByCodePoints(0, skipped)));
  }

  /** Bytes of a peer, quoted, read as UTF-8 as far as they are UTF-8, with secrets masked. */
  public static String bytes(byte[] bytes, int offset, int length) {
    String text = CString.decode(Arrays.copyOfRange(bytes, offset, offset + length));
    return Escaping.quoted(Secrets.maskKnownPart(text));
  }

  /** The first {@code max} characters, as they are; no character is cut in half. */
  static String cut(String text, int max) {
    return length(text) <= max ? text : text.substring(0, text.offsetByCodePoints(0, max));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
