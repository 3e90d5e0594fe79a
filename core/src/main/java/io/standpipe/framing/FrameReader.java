package io.standpipe.framing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from a channel.
 *
 * <p><b>Blocking.</b> A read blocks as the channel does, until a whole message is there, and ends
 * early as the channel's reads do. An exception of the channel passes through and loses nothing:
 * the part of a message that had come by then is kept, and the read can be tried again where the
 * channel allows it (a deadline that has passed).
 *
 * <p><b>Reading ahead.</b> What came with a message and lies behind it is in the reader's buffer.
 * So one reader reads a channel, from now on. The buffer begins with 4 KiB, grows to 64 KiB where
 * the other side sends that fast, and beyond that only for a longer message, up to the framing's
 * limit.
 *
 * <p><b>Threads.</b> For one thread at a time; {@link #close} from any.
 */
public final class FrameReader implements Closeable {
  private final ReadableByteChannel channel;
  private final FrameDecoder decoder;

  FrameReader(Framing framing, ReadableByteChannel channel) {
    this.channel = channel;
    this.decoder = new FrameDecoder(framing);
  }

  /**
   * The next message, the same object each time, valid until the next read; null at the end of the
   * stream.
   *
   * @throws FrameException for bytes that the framing does not allow, and for an end of the stream
   *     in the middle of a message (delimited ones excepted: {@link Frame#isTerminated})
   * @throws IllegalBlockingModeException if the channel is in non-blocking mode and has nothing
   */
  public @Nullable Frame read() throws IOException {
    Frame frame = decoder.next();
    return frame != null ? frame : readOn();
  }

  private @Nullable Frame readOn() throws IOException {
    Frame frame = null;
    while (frame == null && !decoder.hasEnded()) {
      decoder.readFrom(channel);
      frame = decoder.next();
    }
    return frame;
  }

  /** {@link #read}'s message as text, as {@link Frame#text} makes it; null at the end. */
  public @Nullable String readText() throws IOException {
    Frame frame = read();
    return frame == null ? null : frame.text();
  }

  /**
   * A copy of what was read from the channel and given out in no message yet: to go on without this
   * reader, where the two sides agree on another form of messages, or to see how far one has come.
   */
  public byte[] rest() {
    return decoder.rest();
  }

  /** Closes the channel; what was read ahead is lost. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return decoder + " from " + channel;
  }
}
