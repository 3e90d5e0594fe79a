package io.standpipe.framing;

import static io.standpipe.framing.FrameException.Reason.ENDED_EARLY;
import static io.standpipe.framing.FrameException.Reason.MALFORMED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Objects;

/**
 * One message: a slice of the buffer of the reader that gave it, not a copy.
 *
 * <p>A reader has one frame, and each read turns it to the next message. So it is <b>valid until
 * the next read</b>, for the thread that reads. What is to be kept is copied: {@link #text}, {@link
 * #bytes}. Who only looks, at {@link #array} from {@link #offset} on, makes no garbage.
 */
public final class Frame {
  private static final int SHOWN = 64;

  private final Window window;
  private int offset;
  private int length;
  private boolean terminated;

  Frame(Window window) {
    this.window = window;
  }

  Frame set(int offset, int length, boolean terminated) {
    this.offset = offset;
    this.length = length;
    this.terminated = terminated;
    return this;
  }

  /** The array that the message lies in, among others. Not to be written to. */
  public byte[] array() {
    return window.array;
  }

  /** Where the message begins in {@link #array}. */
  public int offset() {
    return offset;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** The byte at {@code index}, counted from the beginning of the message. */
  public byte byteAt(int index) {
    return window.array[offset + Objects.checkIndex(index, length)];
  }

  /** The message as a read-only buffer, valid as long as the frame is. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(window.array, offset, length).slice().asReadOnlyBuffer();
  }

  /** A copy of the message. */
  public byte[] bytes() {
    return Arrays.copyOfRange(window.array, offset, offset + length);
  }

  /**
   * The message as text: UTF-8, where each malformed piece becomes U+FFFD, as with {@code new
   * String(bytes, UTF_8)}. Programs print file names and whatever else; one bad byte must not end a
   * conversation. {@link #strictText} insists.
   */
  @SuppressWarnings("deprecation") // the constructor for what is known to be Latin-1: a plain copy
  public String text() {
    return isAscii()
        ? new String(window.array, 0, offset, length)
        : new String(window.array, offset, length, UTF_8);
  }

  /** Where the scan for the delimiter has seen ASCII only, nobody need look at the bytes again. */
  private boolean isAscii() {
    return offset >= window.asciiFrom;
  }

  /**
   * The message as text, if it is well-formed UTF-8.
   *
   * @throws FrameException if not, with the place of the first byte that is wrong; the reader can
   *     go on
   */
  public String strictText() throws FrameException {
    if (isAscii()) {
      return text();
    }
    ByteBuffer bytes = ByteBuffer.wrap(window.array, offset, length);
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw notText(bytes.position(), e);
    }
  }

  private FrameException notText(int at, CharacterCodingException cause) {
    int kept = Math.min(offset + length - at, FrameException.KEPT);
    byte[] bytes = Arrays.copyOfRange(window.array, at, at + kept);
    String message =
        "read text: no UTF-8 at byte %d of the stream: %s; bytes() has what came"
            .formatted(window.origin + at, Excerpt.quoted(bytes, 0, kept));
    var failure = new FrameException(MALFORMED, message, window.origin + at, bytes, true);
    failure.initCause(cause);
    return failure;
  }

  /** Where the message begins in the stream, header not counted: bytes before it. */
  public long position() {
    return window.origin + offset;
  }

  /**
   * Whether the message came with its end. False only for what lies after the last delimiter when
   * the stream ends: the last line of a text file without a newline, or a line that a dying program
   * could not finish.
   */
  public boolean isTerminated() {
    return terminated;
  }

  /**
   * Throws if the message came without its end, and so perhaps not whole: for what must not be done
   * by halves.
   *
   * @throws FrameException {@link FrameException.Reason#ENDED_EARLY}
   */
  public void requireTerminated() throws FrameException {
    if (!terminated) {
      int kept = Math.min(length, FrameException.KEPT);
      byte[] bytes = Arrays.copyOfRange(window.array, offset, offset + kept);
      String message =
          ("read a message: the stream has ended after %d bytes without the message's end, at byte %d"
                  + " of the stream: %s; the other side died, or does not end its last message")
              .formatted(length, position(), Excerpt.quoted(bytes, 0, kept));
      throw new FrameException(ENDED_EARLY, message, position(), bytes, false);
    }
  }

  /** Where it is, how long, and how it begins. */
  @Override
  public String toString() {
    return "frame of "
        + length
        + " bytes at "
        + position()
        + (terminated ? ": " : ", unterminated: ")
        + Excerpt.quoted(window.array, offset, Math.min(length, SHOWN));
  }
}
