package io.standpipe.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.CharConversionException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Encodes text as UTF-8, and refuses text that has no UTF-8, because a different text would arrive.
 */
public final class StrictText {
  private StrictText() {}

  /**
   * The bytes of a text.
   *
   * @throws CharConversionException for half a surrogate pair
   */
  public static byte[] bytes(String text) throws CharConversionException {
    check(text);
    return text.getBytes(UTF_8);
  }

  /**
   * Checks that a text has UTF-8.
   *
   * @throws CharConversionException for half a surrogate pair
   */
  public static void check(String text) throws CharConversionException {
    CharBuffer left = CharBuffer.wrap(text);
    try {
      UTF_8.newEncoder().encode(left);
    } catch (CharacterCodingException e) {
      int at = left.position();
      var failure =
          new CharConversionException(
              "half a surrogate pair, U+%04X, at character %d: it has no UTF-8; nothing was written"
                  .formatted((int) text.charAt(at), at));
      failure.initCause(e);
      throw failure;
    }
  }
}
