package io.standpipe.framing;

import static io.standpipe.framing.FrameException.Reason.ENDED_EARLY;
import static io.standpipe.framing.FrameException.Reason.MALFORMED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.internal.text.Escaping;
import io.standpipe.internal.text.Excerpt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Objects;

/**
 * One message: a slice of the buffer of the reader that returned it, not a copy.
 *
 * <p>A reader has one frame, and each read points it at the next message. So a frame is <b>valid
 * until the next read</b>, for the thread that reads. To keep a message, copy it with {@link #text}
 * or {@link #bytes}. A program that looks at {@link #array} from {@link #offset} on allocates
 * nothing.
 */
public final class Frame {
  private static final int SHOWN = 64;

  private final ReceiveBuffer buffer;
  private int offset;
  private int length;
  private boolean terminated;

  Frame(ReceiveBuffer buffer) {
    this.buffer = buffer;
  }

  Frame set(int offset, int length, boolean terminated) {
    this.offset = offset;
    this.length = length;
    this.terminated = terminated;
    return this;
  }

  /** The array that contains this message, and others. Do not write to it. */
  public byte[] array() {
    return buffer.array;
  }

  /** The index in {@link #array} at which the message begins. */
  public int offset() {
    return offset;
  }

  /** The length of the message in bytes. */
  public int length() {
    return length;
  }

  /** The byte at {@code index}, counted from the beginning of the message. */
  public byte byteAt(int index) {
    return buffer.array[offset + Objects.checkIndex(index, length)];
  }

  /** The message as a read-only buffer, valid until the next read. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(buffer.array, offset, length).slice().asReadOnlyBuffer();
  }

  /** A copy of the message. */
  public byte[] bytes() {
    return Arrays.copyOfRange(buffer.array, offset, offset + length);
  }

  /**
   * The message as text in UTF-8. Each malformed sequence becomes U+FFFD, as with {@code new
   * String(bytes, UTF_8)}, because programs print file names and other bytes, and one bad byte must
   * not end a conversation. {@link #strictText} refuses such a message.
   */
  @SuppressWarnings("deprecation") // this constructor is for Latin-1: a plain copy
  public String text() {
    return isAscii()
        ? new String(buffer.array, 0, offset, length)
        : new String(buffer.array, offset, length, UTF_8);
  }

  /** Whether the scan for the delimiter has seen only ASCII here, so no second look is needed. */
  private boolean isAscii() {
    return offset >= buffer.asciiFrom;
  }

  /**
   * The message as text in well-formed UTF-8.
   *
   * @throws FrameException if it is not well-formed, with the position of the first wrong byte; the
   *     reader can go on
   */
  public String strictText() throws FrameException {
    if (isAscii()) {
      return text();
    }
    ByteBuffer bytes = ByteBuffer.wrap(buffer.array, offset, length);
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw notText(bytes.position(), e);
    }
  }

  private FrameException notText(int at, CharacterCodingException cause) {
    int kept = Math.min(offset + length - at, FrameException.KEPT);
    byte[] bytes = Arrays.copyOfRange(buffer.array, at, at + kept);
    String message =
        "read text: no UTF-8 at byte %d of the stream: %s; bytes() has what came"
            .formatted(buffer.origin + at, Excerpt.bytes(bytes, 0, kept));
    var failure = new FrameException(MALFORMED, message, buffer.origin + at, bytes, true);
    failure.initCause(cause);
    return failure;
  }

  /** The position of the message in the stream: the number of bytes before it, with its header. */
  public long position() {
    return buffer.origin + offset;
  }

  /**
   * Whether the message came with its end. False only for bytes after the last delimiter of a
   * stream that has ended: the last line of a text file without a newline, or a line that a dying
   * program could not finish.
   */
  public boolean isTerminated() {
    return terminated;
  }

  /**
   * Throws if the message came without its end, and so may not be whole. Call this before acting on
   * a message that must not be acted on in part.
   *
   * @throws FrameException {@link FrameException.Reason#ENDED_EARLY}
   */
  public void requireTerminated() throws FrameException {
    if (!terminated) {
      int kept = Math.min(length, FrameException.KEPT);
      byte[] bytes = Arrays.copyOfRange(buffer.array, offset, offset + kept);
      String message =
          ("read a message: the stream has ended after %d bytes without the message's end, at byte %d"
                  + " of the stream: %s; the other side died, or does not end its last message")
              .formatted(length, position(), Excerpt.bytes(bytes, 0, kept));
      throw new FrameException(ENDED_EARLY, message, position(), bytes, false);
    }
  }

  /** The position of the message, its length, and its first bytes. */
  @Override
  public String toString() {
    return "frame of "
        + length
        + " bytes at "
        + position()
        + (terminated ? ": " : ", unterminated: ")
        + Escaping.quoted(buffer.array, offset, Math.min(length, SHOWN));
  }
}
