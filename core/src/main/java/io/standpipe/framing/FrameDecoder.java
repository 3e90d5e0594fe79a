package io.standpipe.framing;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.TimedRead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in bytes that a program hands to it, in pieces of any size. It makes no
 * difference where the pieces are cut. A {@link FrameReader} does the same for a channel.
 *
 * <pre>{@code
 * decoder.feed(bytes);
 * for (Frame frame; (frame = decoder.next()) != null; ) {
 *   use(frame);
 * }
 * }</pre>
 *
 * <p>No method blocks. For one thread at a time.
 */
public final class FrameDecoder {
  private final ReceiveBuffer buffer = new ReceiveBuffer();
  private final Frame frame = new Frame(buffer);
  private final String framing;
  private final Decoder decoder;
  private @Nullable FrameException failure;
  private boolean drained = true;
  private boolean ended;

  /**
   * @param framing the name of the framing
   */
  FrameDecoder(String framing, Decoder decoder) {
    this.framing = framing;
    this.decoder = decoder;
  }

  /**
   * Copies all bytes that {@code bytes} has left. Takes only one piece at a time, because otherwise
   * nothing would limit the bytes that are kept.
   *
   * @throws IllegalStateException if {@link #next} has not yet returned null for the piece before,
   *     or after {@link #end}
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
      buffer.took();
    }
    drained = false;
  }

  /** No more bytes will come. {@link #next} returns the rest, or throws if that is no message. */
  public void end() {
    ended = true;
    drained = false;
  }

  /**
   * The next message; null if the bytes so far contain no further one. It is the same object each
   * time, valid until the next call.
   *
   * @throws FrameException for bytes that the framing does not allow
   */
  public @Nullable Frame next() throws FrameException {
    if (failure != null) {
      throw failure;
    }
    try {
      if (decoder.decode(buffer, frame) || (ended && decoder.decodeLast(buffer, frame))) {
        return frame;
      }
      drained = true;
      return null;
    } catch (FrameException e) {
      failure = e.isRecoverable() ? null : e;
      throw e;
    }
  }

  /** Reads once, as many bytes as there is room for; {@link #end} if the channel is at its end. */
  void readFrom(TimedRead channel, Deadline deadline) throws IOException {
    ByteBuffer room = room();
    int n;
    try {
      n = channel.read(room, deadline);
    } finally {
      buffer.took();
    }
    if (n == 0) {
      throw new IllegalBlockingModeException();
    }
    if (n < 0) {
      end();
    }
  }

  /** Where bytes may be put; {@link ReceiveBuffer#took} must follow. */
  ByteBuffer room() {
    int moved = buffer.makeRoom();
    if (moved > 0) {
      decoder.moved(moved);
    }
    return buffer.room();
  }

  /** A copy of the bytes that belong to no returned message. */
  byte[] rest() {
    return Arrays.copyOfRange(buffer.array, buffer.start, buffer.end);
  }

  /** The number of bytes that belong to no returned message. */
  int restLength() {
    return buffer.length();
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public String toString() {
    return framing;
  }
}
