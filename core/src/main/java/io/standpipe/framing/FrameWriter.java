package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes messages to a channel, each with its header or end in one piece.
 *
 * <p>A message that a reader of the same framing would not read as such is refused with a {@link
 * FrameException} before a byte of it is written, and the writer goes on: one longer than the
 * limit, a line with a newline in it, text without an encoding.
 *
 * <p><b>Buffering.</b> By default each message is in the channel when its write returns. A writer
 * made with a buffer collects messages and writes them when that is full, at {@link #flush} and at
 * {@link #close}: for many small messages that nobody waits for one by one.
 *
 * <p><b>Blocking.</b> As the channel does. When a write to the channel ends with an exception, what
 * it has not taken stays in the buffer, and {@link #flush} or the next write goes on at that very
 * byte: no message is torn, and to write the same message again would send it twice.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
public final class FrameWriter implements Closeable, Flushable {
  private static final int FIRST = 1024;

  /** A channel that likes to know who collects messages before it. */
  public interface Target {
    /** This one does, from now on. Asked for what it holds, when nothing goes on any more. */
    void collectedBy(FrameWriter writer);
  }

  private final Framing framing;
  private final Codec codec;
  private final Refusal refusal;
  private final WritableByteChannel channel;
  private final int held;

  /** What is still to be written: {@code array[start, end)}. Grows up to the longest message. */
  private byte[] array = new byte[FIRST];

  private ByteBuffer view = ByteBuffer.wrap(array);
  private int start;
  private int end;
  private boolean failed;

  FrameWriter(Framing framing, Codec codec, WritableByteChannel channel, int held) {
    this.framing = framing;
    this.codec = codec;
    this.refusal = new Refusal(framing);
    this.channel = channel;
    this.held = held;
    if (channel instanceof Target target) {
      target.collectedBy(this);
    }
  }

  /** Writes a message. */
  public void write(byte[] message) throws IOException {
    write(message, 0, message.length);
  }

  /** Writes the message {@code bytes[offset, offset + length)}. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = begin(length);
    System.arraycopy(bytes, offset, array, at, length);
    finish(at, length);
  }

  /** Writes all that the buffer has left as one message; takes it once it is not refused. */
  public void write(ByteBuffer message) throws IOException {
    int length = message.remaining();
    int at = begin(length);
    message.get(message.position(), array, at, length);
    seal(at, length);
    message.position(message.limit());
    deliver();
  }

  /** Writes on a message that was read, in this writer's framing. */
  public void write(Frame message) throws IOException {
    write(message.array(), message.offset(), message.length());
  }

  /**
   * Writes a text in UTF-8.
   *
   * @throws FrameException for one half of a surrogate pair without the other: it has no encoding
   */
  public void write(String text) throws IOException {
    Surrogates.check(text, framing);
    write(text.getBytes(UTF_8));
  }

  /** Makes room and puts there what comes first; the place of the message itself. */
  private int begin(int length) throws FrameException {
    if (length > framing.limit() + codec.overhead()) {
      refusal.checkLimit(length); // before so much is copied
    }
    if (start == end) {
      start = 0;
      end = 0;
    }
    long needed = (long) end + length + codec.overhead();
    if (needed > array.length) {
      grow(needed);
    }
    return codec.before(array, end, length);
  }

  private void grow(long needed) {
    if (needed > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(end - start + " bytes are still to be written: flush first");
    }
    array = Arrays.copyOf(array, (int) Math.max(needed, Math.min(2L * array.length, 1L << 30)));
    view = ByteBuffer.wrap(array);
  }

  private void finish(int at, int length) throws IOException {
    seal(at, length);
    deliver();
  }

  private void seal(int at, int length) throws FrameException {
    int after = codec.after(array, at, at + length);
    codec.check(refusal, array, at, after, length);
    end = after;
  }

  private void deliver() throws IOException {
    if (end - start > held) {
      flush();
    }
  }

  /**
   * Writes what was collected, or what an exception left. Blocks until the channel has it all.
   *
   * @throws IllegalBlockingModeException if the channel is in non-blocking mode and takes nothing
   */
  @Override
  public void flush() throws IOException {
    view.limit(end).position(start);
    failed = true;
    try {
      while (view.hasRemaining()) {
        if (channel.write(view) == 0) {
          throw new IllegalBlockingModeException();
        }
      }
      failed = false;
    } finally {
      start = view.position();
    }
  }

  /**
   * The first bytes, so many at most, of what was collected and is not in the channel yet. From any
   * thread, as an exception to the rule; but while another writes, it is a guess.
   */
  public byte[] unflushed(int most) {
    byte[] now = array;
    int from = Math.min(start, now.length);
    return Arrays.copyOfRange(
        now, from, from + Math.min(unflushed(), Math.min(most, now.length - from)));
  }

  /** How many bytes that are in all. */
  public int unflushed() {
    return Math.max(end - start, 0);
  }

  /**
   * Writes what was collected and closes the channel, which it does in any case. What is left of a
   * write that has failed is not tried again: a close should not wait for what gave no answer.
   */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (!failed && channel.isOpen()) {
        flush();
      }
    }
  }

  @Override
  public String toString() {
    return framing + " to " + channel;
  }
}
