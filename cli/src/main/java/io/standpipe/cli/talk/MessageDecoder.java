package io.standpipe.cli.talk;

import io.standpipe.cli.option.MessageKind;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameDecoder;
import io.standpipe.framing.FrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Decodes the messages in what a program writes. Also passes on the beginning of a line, because a
 * program that prints {@code Name? } waits for the answer.
 */
final class MessageDecoder implements OutputListener {
  private static final byte[] NOTHING = {};

  private final FrameDecoder decoder;
  private final boolean byLine;
  private final MessageHandler handler;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  MessageDecoder(MessageKind kind, MessageHandler handler) {
    this.decoder = kind.framing().resynchronizing().decoder();
    this.byLine = kind.isLines();
    this.handler = handler;
  }

  @Override
  public void received(ByteBuffer bytes) throws IOException {
    decoder.feed(bytes.duplicate());
    passMessages();
    handler.flush(byLine ? begunIn(bytes) : NOTHING);
  }

  /** What has come after the last newline. */
  private byte[] begunIn(ByteBuffer bytes) {
    int start = bytes.limit();
    while (start > bytes.position() && bytes.get(start - 1) != '\n') {
      start--;
    }
    if (start > bytes.position()) {
      begun.reset();
    }
    begun.write(bytes.array(), bytes.arrayOffset() + start, bytes.limit() - start);
    return begun.toByteArray();
  }

  @Override
  public void ended() throws IOException {
    decoder.end();
    passMessages();
    handler.flush(NOTHING);
  }

  private void passMessages() throws IOException {
    while (true) {
      try {
        Frame frame = decoder.next();
        if (frame == null) {
          return;
        }
        handler.message(frame.bytes(), frame.isTerminated());
      } catch (FrameException e) {
        if (!e.isRecoverable()) {
          throw e;
        }
        handler.malformed(e);
      }
    }
  }
}
