package io.standpipe.framing;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.TimedRead;
import io.standpipe.internal.ready.TimedReads;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from a channel.
 *
 * <p><b>Blocking.</b> A read blocks until a whole message is there. It ends early when a read of
 * the channel does: by a close from another thread, by an interrupt, or by the time limit that the
 * caller gave. An exception of the channel passes through and loses nothing: the part of a message
 * that had come by then is kept, and the next read goes on with it if the channel can still be
 * read, as it can after a {@link DeadlineExceededException}.
 *
 * <p><b>Reading ahead.</b> Bytes that came with a message and belong to later ones stay in the
 * reader's buffer, so no other code may read from the channel from now on. The buffer starts at 4
 * KiB, grows to 64 KiB if the other side sends that fast, and beyond that only for a longer
 * message, up to the framing's limit.
 *
 * <p><b>Threads.</b> For one thread at a time; {@link #close} may come from any.
 */
public final class FrameReader implements Closeable {
  private final ReadableByteChannel channel;
  private final TimedRead untimed;
  private final FrameDecoder decoder;

  FrameReader(FrameDecoder decoder, ReadableByteChannel channel) {
    this.decoder = decoder;
    this.channel = channel;
    this.untimed = (into, deadline) -> channel.read(into);
  }

  /**
   * The next message; null at the end of the stream. It is the same object each time, valid until
   * the next read. Blocks without a time limit.
   *
   * @throws FrameException for bytes that the framing does not allow, and if the stream ends in the
   *     middle of a message (but see {@link Frame#isTerminated} for delimited messages)
   * @throws IllegalBlockingModeException if the channel is in non-blocking mode and has no bytes
   */
  public @Nullable Frame read() throws IOException {
    Frame frame = decoder.next();
    return frame != null ? frame : readOn(untimed, Deadline.NEVER);
  }

  /**
   * The next message, as {@link #read()} returns it, if it comes within {@code limit}.
   *
   * @throws DeadlineExceededException if no whole message has come by then; no byte is lost, and
   *     the next read goes on
   * @throws UnsupportedOperationException if the channel cannot be read with a time limit; a {@code
   *     PipeReader} can
   */
  public @Nullable Frame read(Duration limit) throws IOException {
    Deadline deadline = Deadline.after(limit);
    TimedRead timed = TimedReads.of(channel).orElseThrow(this::untimedChannel);
    Frame frame = decoder.next();
    return frame != null ? frame : readOn(timed, deadline);
  }

  private UnsupportedOperationException untimedChannel() {
    return new UnsupportedOperationException(
        "read %s with a time limit: %s cannot be read with one; read from a PipeReader"
            .formatted(decoder, channel));
  }

  /**
   * A peer that sends a byte now and then lets no read of the channel time out: hence the check.
   */
  private @Nullable Frame readOn(TimedRead read, Deadline deadline) throws IOException {
    Frame frame = null;
    while (frame == null && !decoder.hasEnded()) {
      decoder.readFrom(read, deadline);
      frame = decoder.next();
      if (frame == null && deadline.hasPassed() && !decoder.hasEnded()) {
        throw new DeadlineExceededException(
            "read " + this,
            deadline.limit(),
            decoder.restLength() + " bytes of a message have come");
      }
    }
    return frame;
  }

  /** The next message as {@link Frame#text}; null at the end. Blocks as {@link #read()} does. */
  public @Nullable String readText() throws IOException {
    Frame frame = read();
    return frame == null ? null : frame.text();
  }

  /**
   * The next message as {@link Frame#text}, if it comes within {@code limit}; null at the end.
   *
   * @throws DeadlineExceededException as by {@link #read(Duration)}
   * @throws UnsupportedOperationException as by {@link #read(Duration)}
   */
  public @Nullable String readText(Duration limit) throws IOException {
    Frame frame = read(limit);
    return frame == null ? null : frame.text();
  }

  /**
   * A copy of the bytes that were read from the channel and belong to no returned message. With
   * them a program can go on without this reader, if the two sides agree on another framing, or see
   * how much of a message has come.
   */
  public byte[] rest() {
    return decoder.rest();
  }

  /** Closes the channel. Bytes that were read ahead are lost. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return decoder + " from " + channel;
  }
}
