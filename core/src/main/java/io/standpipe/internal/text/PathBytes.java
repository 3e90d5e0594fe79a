package io.standpipe.internal.text;

import io.standpipe.internal.posix.CString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths and other words as the kernel takes them: bytes that a NUL ends. */
public final class PathBytes {
  private static final char REPLACEMENT = '\ufffd';

  private PathBytes() {}

  /**
   * The word of a path, in the form of {@link CString}. The JVM decodes names by the locale; a name
   * that it could not decode contains replacement characters, and only the path's URI still has the
   * bytes.
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

  /** Refuses a word with a NUL, where C would end it: the child would get less than was asked. */
  public static void requireNoNul(String what, String word) {
    if (CString.hasNul(word)) {
      throw new IllegalArgumentException(
          what + " without a NUL expected: it has one at index " + word.indexOf('\0'));
    }
  }
}
