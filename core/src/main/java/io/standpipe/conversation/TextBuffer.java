package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Text that has come and was not taken yet, and the bytes that it was decoded from. Bytes are
 * decoded as they come: a character that two reads cut apart waits for its rest. Malformed bytes
 * become U+FFFD, as with {@code new String(bytes, UTF_8)}; the bytes are kept, so that what is left
 * can be handed back as it came.
 */
final class TextBuffer implements CharSequence {
  private static final int FIRST = 4 * 1024;

  private final CharsetDecoder decoder = newDecoder();

  /** {@code chars[start, end)} come from {@code bytes[byteStart, decoded)}; later bytes wait. */
  private ByteBuffer bytes = ByteBuffer.allocate(FIRST);

  private int byteStart;
  private int decoded;
  private char[] chars = new char[FIRST];
  private int start;
  private int end;

  /** How many characters are visible: all, unless {@link #show} says otherwise. */
  private int shown;

  private static CharsetDecoder newDecoder() {
    return UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  /** Returns room for bytes to come; {@link #took} has to follow. */
  ByteBuffer room(int maxBytes) {
    if (bytes.capacity() - bytes.position() < Math.min(maxBytes, bytes.capacity() / 2)) {
      makeByteRoom();
    }
    int room = Math.min(maxBytes, bytes.capacity() - bytes.position());
    return bytes.limit(bytes.position() + room);
  }

  private void makeByteRoom() {
    int length = bytes.position() - byteStart;
    byte[] to = bytes.array();
    if (length > to.length / 2) {
      to = new byte[2 * to.length];
    }
    System.arraycopy(bytes.array(), byteStart, to, 0, length);
    decoded -= byteStart;
    byteStart = 0;
    bytes = ByteBuffer.wrap(to).position(length);
  }

  /** Decodes the bytes that were put into the room. */
  void took(boolean ended) {
    int length = bytes.position() - decoded;
    if (chars.length - end < length + 1) {
      makeCharRoom(length + 1); // a byte becomes at most one character, as does a malformed rest
    }
    ByteBuffer in = ByteBuffer.wrap(bytes.array(), decoded, length);
    CharBuffer out = CharBuffer.wrap(chars, end, chars.length - end);
    decoder.decode(in, out, ended);
    if (ended) {
      decoder.flush(out);
      decoder.reset();
    }
    decoded = in.position();
    end = out.position();
    shown = end - start;
  }

  private void makeCharRoom(int needed) {
    int length = end - start;
    char[] to = chars;
    if (length + needed > to.length / 2) {
      to = new char[Math.max(2 * to.length, 2 * (length + needed))];
    }
    System.arraycopy(chars, start, to, 0, length);
    chars = to;
    start = 0;
    end = length;
  }

  /** Removes the first {@code n} characters. */
  void drop(int n) {
    byteStart += bytesOf(n);
    start += n;
    shown = end - start;
    if (start == end && byteStart == bytes.position()) {
      reset();
    }
  }

  private int bytesOf(int n) {
    if (decoded - byteStart == end - start) {
      return n; // one byte for each character
    }
    if (n == end - start) {
      return decoded - byteStart;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes.array(), byteStart, decoded - byteStart);
    newDecoder().decode(in, CharBuffer.allocate(n), true);
    return in.position() - byteStart;
  }

  /** Removes everything, and returns its bytes. */
  byte[] takeBytes() {
    byte[] all = Arrays.copyOfRange(bytes.array(), byteStart, bytes.position());
    reset();
    return all;
  }

  private void reset() {
    if (chars.length > FIRST) { // a buffer that was large once may never be again
      chars = new char[FIRST];
      bytes = ByteBuffer.allocate(FIRST);
    }
    bytes.clear();
    decoder.reset();
    byteStart = 0;
    decoded = 0;
    start = 0;
    end = 0;
    shown = 0;
  }

  /** Makes only the first {@code n} characters visible, until the next call. */
  void show(int n) {
    shown = n;
  }

  /** The index of the next {@code c} at or after {@code from}; {@link #length} if there is none. */
  int indexOf(char c, int from) {
    int at = start + from;
    int limit = start + shown;
    while (at < limit && chars[at] != c) {
      at++;
    }
    return at - start;
  }

  /** The index of the character after the one at {@code index}, which may take two places. */
  int next(int index) {
    boolean pair =
        index + 1 < shown
            && Character.isSurrogatePair(chars[start + index], chars[start + index + 1]);
    return pair ? index + 2 : index + 1;
  }

  @Override
  public int length() {
    return shown;
  }

  @Override
  public char charAt(int index) {
    return chars[start + index];
  }

  @Override
  public String subSequence(int from, int to) {
    return new String(chars, start + from, to - from);
  }

  @Override
  public String toString() {
    return subSequence(0, shown);
  }
}
