package io.standpipe.framing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in bytes that are handed to it, in pieces of any size. Where the pieces are
 * cut makes no difference. {@link FrameReader} is this with a channel in front.
 *
 * <pre>{@code
 * decoder.feed(bytes);
 * for (Frame frame; (frame = decoder.next()) != null; ) {
 *   use(frame);
 * }
 * }</pre>
 *
 * <p>Nothing here blocks. For one thread at a time.
 */
public final class FrameDecoder {
  private final Window window = new Window();
  private final Frame frame = new Frame(window);
  private final Decoding decoding;
  private @Nullable FrameException failure;
  private boolean drained = true;
  private boolean ended;

  FrameDecoder(Framing framing) {
    this.decoding = framing.decoding(window);
  }

  /**
   * Takes all that {@code bytes} has left; they are copied. More than one piece at a time is not
   * taken, or nothing would limit what is kept.
   *
   * @throws IllegalStateException if {@link #next} has not yet said null to what was fed before, or
   *     after {@link #end}
   */
  public void feed(ByteBuffer bytes) {
    if (!drained || ended) {
      throw new IllegalStateException(
          ended
              ? "bytes after the end"
              : "next() until it returns null expected before more bytes");
    }
    while (bytes.hasRemaining()) {
      ByteBuffer room = room();
      int n = Math.min(room.remaining(), bytes.remaining());
      room.put(bytes.slice(bytes.position(), n));
      bytes.position(bytes.position() + n);
      took();
    }
    drained = false;
  }

  /** No more bytes will come. What is left is given out by {@link #next}, or is an error there. */
  public void end() {
    ended = true;
    drained = false;
  }

  /**
   * The next message, the same object each time, valid until the next call; null where the bytes so
   * far have no further one.
   *
   * @throws FrameException for bytes that the framing does not allow
   */
  public @Nullable Frame next() throws FrameException {
    if (failure != null) {
      throw failure;
    }
    try {
      if (decoding.next(window, frame) || (ended && decoding.last(window, frame))) {
        return frame;
      }
      drained = true;
      return null;
    } catch (FrameException e) {
      failure = e.isRecoverable() ? null : e;
      throw e;
    }
  }

  /** Reads once, as much as there is room for; {@link #end} where the channel is at its end. */
  void readFrom(ReadableByteChannel channel) throws IOException {
    ByteBuffer room = room();
    int n;
    try {
      n = channel.read(room);
    } finally {
      took();
    }
    if (n == 0) {
      throw new IllegalBlockingModeException();
    }
    if (n < 0) {
      end();
    }
  }

  /** Where a reader may put bytes; {@link #took} follows. */
  ByteBuffer room() {
    int moved = window.makeRoom();
    if (moved > 0) {
      decoding.moved(moved);
    }
    return window.room();
  }

  void took() {
    window.took();
  }

  /** A copy of what no message has taken yet. */
  byte[] rest() {
    return Arrays.copyOfRange(window.array, window.start, window.end);
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public String toString() {
    return decoding.toString();
  }
}
