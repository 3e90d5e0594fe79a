package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.TimedWrite;
import io.standpipe.internal.ready.TimedWrites;
import io.standpipe.internal.ready.WriteBuffers;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Objects;

/**
 * Writes messages to a channel, each in one piece with its header or end.
 *
 * <p>A message that a reader of the same framing would not find is refused with a {@link
 * FrameException} before a byte of it is written, and the writer can go on. Examples are a message
 * longer than the limit, a line that contains a newline, and text that has no encoding.
 *
 * <p><b>Buffering.</b> By default a message is in the channel when its write returns. A writer with
 * a buffer collects messages and writes them when the buffer is full, at {@link #flush} and at
 * {@link #close}. Use one for many small messages that no reader waits for one by one.
 *
 * <p><b>Blocking.</b> As the channel does, up to the time limit if the caller gave one. When a
 * write to the channel ends with an exception, a {@link DeadlineExceededException} included, the
 * bytes that the channel has not taken stay in the buffer, and {@link #flush} or the next write
 * goes on at that very byte. So no message is torn; writing the message again would send it twice.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
public final class FrameWriter implements Closeable, Flushable {
  private final Encoder encoder;
  private final int limit;
  private final EncodeErrors errors;
  private final WritableByteChannel channel;
  private final TimedWrite untimed;

  /** The number of bytes that may stay in the buffer after a write. */
  private final int held;

  private final SendBuffer buffer = new SendBuffer();

  /** Whether the last write to the channel ended with an exception. */
  private boolean failed;

  FrameWriter(
      Encoder encoder, int limit, EncodeErrors errors, WritableByteChannel channel, int held) {
    this.encoder = encoder;
    this.limit = limit;
    this.errors = errors;
    this.channel = channel;
    this.untimed = (from, deadline) -> channel.write(from);
    this.held = held;
    WriteBuffers.announce(buffer, channel);
  }

  /** Writes a message. */
  public void write(byte[] message) throws IOException {
    write(message, 0, message.length);
  }

  /** Writes the message {@code bytes[offset, offset + length)}. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    append(bytes, offset, length);
    deliver(untimed, Deadline.NEVER);
  }

  /**
   * Writes a message within {@code limit}.
   *
   * @throws DeadlineExceededException if the channel has not taken it all by then; {@link #flush}
   *     or the next write goes on
   * @throws UnsupportedOperationException if the channel cannot be written to with a time limit; a
   *     {@code PipeWriter} can
   */
  public void write(byte[] message, Duration limit) throws IOException {
    Deadline deadline = Deadline.after(limit);
    TimedWrite timed = timed();
    append(message, 0, message.length);
    deliver(timed, deadline);
  }

  /** Writes all bytes that the buffer has left as one message; consumes them unless refused. */
  public void write(ByteBuffer message) throws IOException {
    int length = message.remaining();
    int at = begin(length);
    message.get(message.position(), buffer.array, at, length);
    finish(at, length);
    message.position(message.limit());
    deliver(untimed, Deadline.NEVER);
  }

  /** Writes a message that was read, in this writer's framing. */
  public void write(Frame message) throws IOException {
    write(message.array(), message.offset(), message.length());
  }

  /**
   * Writes a text in UTF-8.
   *
   * @throws FrameException for one half of a surrogate pair without the other, which has no
   *     encoding
   */
  public void write(String text) throws IOException {
    write(encoded(text));
  }

  /**
   * Writes a text in UTF-8 within {@code limit}.
   *
   * @throws FrameException as by {@link #write(String)}
   * @throws DeadlineExceededException as by {@link #write(byte[], Duration)}
   * @throws UnsupportedOperationException as by {@link #write(byte[], Duration)}
   */
  public void write(String text, Duration limit) throws IOException {
    write(encoded(text), limit);
  }

  private byte[] encoded(String text) throws FrameException {
    int unpaired = Surrogates.indexOfUnpaired(text);
    if (unpaired >= 0) {
      throw errors.noUtf8(text, unpaired);
    }
    return text.getBytes(UTF_8);
  }

  private void append(byte[] bytes, int offset, int length) throws FrameException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = begin(length);
    System.arraycopy(bytes, offset, buffer.array, at, length);
    finish(at, length);
  }

  /** Makes room and puts the header there; returns the place of the message itself. */
  private int begin(int length) throws FrameException {
    if (length > limit + encoder.maxOverhead()) {
      errors.checkLimit(length, limit); // before so many bytes are copied
    }
    int at = buffer.reserve((long) length + encoder.maxOverhead());
    return encoder.putHeader(buffer.array, at, length);
  }

  /** Puts the trailer after the message at {@code at}; it is to be written unless it is refused. */
  private void finish(int at, int length) throws FrameException {
    int end = encoder.putTrailer(buffer.array, at, at + length);
    encoder.check(buffer.array, at, end, length);
    buffer.append(end);
  }

  private void deliver(TimedWrite write, Deadline deadline) throws IOException {
    if (buffer.length() > held) {
      flush(write, deadline);
    }
  }

  /**
   * Writes the collected messages, or the bytes that an exception left in the buffer. Blocks until
   * the channel has taken them all.
   *
   * @throws IllegalBlockingModeException if the channel is in non-blocking mode and takes no bytes
   */
  @Override
  public void flush() throws IOException {
    flush(untimed, Deadline.NEVER);
  }

  /**
   * Does what {@link #flush()} does, within {@code limit}.
   *
   * @throws DeadlineExceededException as by {@link #write(byte[], Duration)}
   * @throws UnsupportedOperationException as by {@link #write(byte[], Duration)}
   */
  public void flush(Duration limit) throws IOException {
    Deadline deadline = Deadline.after(limit);
    flush(timed(), deadline);
  }

  private TimedWrite timed() {
    return TimedWrites.of(channel)
        .orElseThrow(() ->
            new UnsupportedOperationException(
                "write %s with a time limit: %s cannot be written to with one; write to a PipeWriter"
                    .formatted(errors.framing(), channel)));
  }

  private void flush(TimedWrite write, Deadline deadline) throws IOException {
    ByteBuffer left = buffer.toWrite();
    failed = true;
    try {
      while (left.hasRemaining()) {
        if (write.write(left, deadline) == 0) {
          throw new IllegalBlockingModeException();
        }
      }
      failed = false;
    } finally {
      buffer.taken();
    }
  }

  /**
   * Writes the collected messages and closes the channel, which happens in any case. Does not try
   * again to write bytes that an exception left in the buffer, because a close should not wait for
   * a peer that has not answered.
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
    return errors.framing() + " to " + channel;
  }
}
