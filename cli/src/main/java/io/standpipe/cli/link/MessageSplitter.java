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
 * Splits what the two programs of a link say into messages.
 *
 * <p>Bytes that the framing does not allow are reported, and pass to the other program like all
 * others. After them this looks for the next message if the framing has a way to find it; otherwise
 * it reports the rest in pieces.
 */
final class MessageSplitter implements LinkListener {
  private final Framing framing;
  private final LinkMessageListener listener;
  private final Map<LinkedProgram, SpeakerStream> streams = new ConcurrentHashMap<>();

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

  private SpeakerStream stream(LinkedProgram speaker) {
    return streams.computeIfAbsent(speaker, SpeakerStream::new);
  }

  /** What one program says. Confined to the thread of that program. */
  private final class SpeakerStream {
    private final LinkedProgram speaker;
    private final FrameDecoder decoder = framing.decoder();
    private long length;
    private boolean inPieces;

    SpeakerStream(LinkedProgram speaker) {
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
        // The report of the malformed bytes covers what lies before this piece.
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

    /** Reports all complete messages. Returns the offset from which none can be found, or −1. */
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
