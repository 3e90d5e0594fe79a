package io.standpipe.cli.link;

import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameDecoder;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes messages of the pieces that the two sides of a link say.
 *
 * <p>A link is only listened to: bytes that its framing does not allow are reported, and go on to
 * the other side as all others do. After them the next message is looked for, where the framing has
 * a way to find it, and where it has none, the rest is told in pieces.
 */
final class MessageSplitter implements LinkListener {
  private final Framing framing;
  private final LinkMessageListener listener;
  private final Map<LinkedProgram, Stream> streams = new ConcurrentHashMap<>();

  MessageSplitter(Framing framing, LinkMessageListener listener) {
    this.framing = framing.resynchronizing();
    this.listener = listener;
  }

  @Override
  public void said(LinkedProgram speaker, byte[] bytes) throws IOException {
    stream(speaker).said(bytes);
  }

  @Override
  public void fellSilent(LinkedProgram speaker) throws IOException {
    stream(speaker).end();
    listener.fellSilent(speaker);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private Stream stream(LinkedProgram speaker) {
    return streams.computeIfAbsent(speaker, Stream::new);
  }

  /** What one side says; for that side's thread. */
  private final class Stream {
    private final LinkedProgram speaker;
    private final FrameDecoder decoder = framing.decoder();
    private long length;
    private boolean inPieces;

    Stream(LinkedProgram speaker) {
      this.speaker = speaker;
    }

    void said(byte[] bytes) throws IOException {
      long before = length;
      length += bytes.length;
      if (inPieces) {
        listener.said(speaker, bytes);
        return;
      }
      decoder.feed(ByteBuffer.wrap(bytes));
      long lost = decode();
      if (lost >= 0) {
        // What lies before this piece is in the report.
        int from = (int) Math.max(0, lost - before);
        listener.said(speaker, Arrays.copyOfRange(bytes, from, bytes.length));
      }
    }

    void end() throws IOException {
      if (!inPieces) {
        decoder.end();
        decode();
      }
    }

    /** Tells all messages that are there: where in the stream the way was lost, or −1. */
    private long decode() throws IOException {
      while (true) {
        try {
          Frame frame = decoder.next();
          if (frame == null) {
            return -1;
          }
          listener.message(speaker, frame.bytes(), frame.isTerminated());
        } catch (FrameException e) {
          listener.malformed(speaker, String.valueOf(e.getMessage()));
          inPieces = !e.isRecoverable();
          if (inPieces) {
            return e.offset();
          }
        }
      }
    }
  }
}
