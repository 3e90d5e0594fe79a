package io.standpipe.cli.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 that arrives in pieces, which may end in the middle of a character. */
public final class Utf8 {
  /** A byte of a word that is not UTF-8 is a lone surrogate, U+DC80 to U+DCFF. */
  private static final int BYTE_SURROGATES = 0xDC00;

  private static final int LONGEST_BEGINNING = 3;

  private Utf8() {}

  /** The number of bytes at the end that begin a character but do not complete it: 0 to 3. */
  public static int unfinished(byte[] bytes, int length) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    for (int n = Math.min(LONGEST_BEGINNING, length); n > 0; n--) {
      ByteBuffer end = ByteBuffer.wrap(bytes, length - n, n);
      CoderResult result = decoder.reset().decode(end, CharBuffer.allocate(n), false);
      if (result.isUnderflow() && end.remaining() == n) {
        return n;
      }
    }
    return 0;
  }

  /** The text of {@code bytes}; empty if they are not UTF-8. */
  public static Optional<String> decode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The bytes of a word from the command line; see {@code Command.ownArguments}. */
  public static byte[] encode(String word) {
    var bytes = new ByteArrayOutputStream(word.length());
    word.codePoints()
        .forEach(c -> {
          if (Character.getType(c) == Character.SURROGATE) {
            bytes.write(c - BYTE_SURROGATES);
          } else {
            bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          }
        });
    return bytes.toByteArray();
  }
}
