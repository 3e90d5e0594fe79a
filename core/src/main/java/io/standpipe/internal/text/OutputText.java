package io.standpipe.internal.text;

import java.io.CharConversionException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** What a program has written, as text. */
public final class OutputText {
  private OutputText() {}

  /**
   * The text without the line ends at its end, as the shell's {@code $(…)} gives it.
   *
   * @param source the program, for the message
   * @throws CharConversionException if the bytes are not UTF-8; says where
   */
  public static String trimmed(byte[] bytes, String source) throws CharConversionException {
    return withoutLastLineEnds(strictUtf8(bytes, source));
  }

  /**
   * The text of UTF-8 bytes.
   *
   * @param source the program, for the message
   * @throws CharConversionException if the bytes are not UTF-8; says where
   */
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

  private static String withoutLastLineEnds(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
