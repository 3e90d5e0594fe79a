package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Pipe;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The other side of a conversation, played by the test: two pipes. */
final class Peer implements AutoCloseable {
  final Pipe toUs;
  final Pipe toPeer;
  final Conversation talk;
  private final FrameReader heard;

  private Peer(ConversationOptions options) throws IOException {
    this.toUs = Pipe.open();
    this.toPeer = Pipe.open();
    this.talk = Conversation.over(toUs.reader(), toPeer.writer(), options);
    this.heard = Framing.lines().reader(toPeer.reader());
  }

  static Peer on(ConversationOptions options) throws IOException {
    return new Peer(options);
  }

  static Peer onLines() throws IOException {
    return on(ConversationOptions.lines());
  }

  void says(String text) throws IOException {
    says(text.getBytes(UTF_8));
  }

  void says(byte... bytes) throws IOException {
    toUs.writer().write(ByteBuffer.wrap(bytes));
  }

  /** The next line that it was sent. */
  String hears() throws IOException {
    return heard.readText();
  }

  /** It will say no more. */
  void ends() {
    toUs.writer().close();
  }

  @Override
  public void close() {
    talk.close();
    toUs.close();
    toPeer.close();
  }
}
