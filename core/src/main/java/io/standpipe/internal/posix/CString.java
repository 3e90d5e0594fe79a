package io.standpipe.internal.posix;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Converts words of the system (arguments, paths, environment) to Java strings and back without
 * loss.
 *
 * <p>Words of Linux are bytes, mostly UTF-8. A byte that is not part of well-formed UTF-8 becomes a
 * lone low surrogate, U+DC80 to U+DCFF, and turns into that byte again on the way back, as by
 * Python's {@code surrogateescape} (PEP 383). The locale does not matter.
 */
public final class CString {
  private static final char ESCAPE = '\uDC00';

  private CString() {}

  /** The bytes of a word, without the closing NUL. */
  public static byte[] encode(String word) {
    byte[] plain = word.getBytes(StandardCharsets.UTF_8);
    return hasEscape(word) ? encodeEscaped(word) : plain;
  }

  /** The word in these bytes; {@link #encode} turns it into the same bytes again. */
  public static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // Malformed bytes have become U+FFFD; without it, as nearly always, the fast way was enough.
    return text.indexOf('\uFFFD') < 0 ? text : decodeEscaped(bytes);
  }

  private static String decodeEscaped(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
    }
  }

  /** Whether a NUL is in the word: C would silently take only the part before it. */
  public static boolean hasNul(String word) {
    return word.indexOf('\0') >= 0;
  }

  private static boolean hasEscape(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (isEscape(word, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEscape(String word, int at) {
    char c = word.charAt(at);
    boolean loneLow = at == 0 || !Character.isHighSurrogate(word.charAt(at - 1));
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff && loneLow;
  }

  private static byte[] encodeEscaped(String word) {
    var bytes = new ByteArrayOutputStream(word.length() + 16);
    int start = 0;
    for (int i = 0; i < word.length(); i++) {
      if (isEscape(word, i)) {
        bytes.writeBytes(word.substring(start, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(word.charAt(i) - ESCAPE);
        start = i + 1;
      }
    }
    bytes.writeBytes(word.substring(start).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
