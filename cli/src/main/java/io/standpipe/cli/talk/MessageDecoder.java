package io.standpipe.cli.talk;

import io.standpipe.cli.option.MessageKind;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameDecoder;
import io.standpipe.framing.FrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Tells an audience the messages in what a program says. A line is told as far as it has come, too:
 * a program that asks {@code Name? } waits for the answer.
 */
final class MessageDecoder implements OutputReader.Ear {
  private static final byte[] NOTHING = {};

  private final FrameDecoder decoder;
  private final boolean byLine;
  private final MessageHandler audience;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  MessageDecoder(MessageKind kind, MessageHandler audience) {
    this.decoder = kind.framing().resynchronizing().decoder();
    this.byLine = kind.isLines();
    this.audience = audience;
  }

  @Override
  public void hear(ByteBuffer bytes) throws IOException {
    decoder.feed(bytes.duplicate());
    tellMessages();
    audience.flush(byLine ? begunIn(bytes) : NOTHING);
  }

  /** What lies behind the last newline. */
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
    tellMessages();
    audience.flush(NOTHING);
  }

  private void tellMessages() throws IOException {
    while (true) {
      try {
        Frame frame = decoder.next();
        if (frame == null) {
          return;
        }
        audience.message(frame.bytes(), frame.isTerminated());
      } catch (FrameException e) {
        if (!e.isRecoverable()) {
          throw e;
        }
        audience.malformed(e);
      }
    }
  }
}
