package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What comes, as messages or as text, whichever is asked for next: what was read ahead for the one
 * is handed over to the other, byte for byte. For the thread whose turn it is to read.
 */
final class IncomingMessages {
  /** Of an unfinished message errors show the end. */
  private static final int SHOWN = 16 * 1024;

  private final ConversationOptions terms;
  private final IncomingBytes incoming;
  private final Recorder recorder;

  /** Made when it is needed: most conversations deal in messages alone. */
  private @Nullable TextBuffer text;

  private @Nullable FrameReader frames;

  IncomingMessages(ConversationOptions terms, IncomingBytes incoming, Recorder recorder) {
    this.terms = terms;
    this.incoming = incoming;
    this.recorder = recorder;
  }

  /** The next message; null at the end. */
  @Nullable Frame message(Deadline deadline) throws IOException {
    incoming.deadline(deadline);
    Frame frame = frames().read();
    if (frame != null && recorder.isOn()) {
      recorder.said(Direction.RECEIVED, frame.text());
    }
    return frame;
  }

  private FrameReader frames() {
    FrameReader reader = frames;
    if (reader == null) {
      if (text != null) {
        incoming.handBack(text.takeBytes());
      }
      reader = terms.framing().reader(incoming);
      frames = reader;
    }
    return reader;
  }

  /** The text that has come and was not taken; {@link #more} adds to it. */
  TextBuffer text() {
    FrameReader reader = frames;
    if (reader != null) {
      incoming.handBack(reader.rest());
      frames = null;
    }
    TextBuffer buffer = text;
    if (buffer == null) {
      buffer = new TextBuffer();
      text = buffer;
    }
    return buffer;
  }

  /** Reads on for the text, {@code most} bytes at most: false at the end. */
  boolean more(int most, Deadline deadline) throws IOException {
    TextBuffer buffer = text();
    incoming.deadline(deadline);
    int n = incoming.read(buffer.room(most));
    buffer.took(n < 0);
    return n >= 0;
  }

  /** Whether something lies there that was not asked for by anybody who is waiting. */
  boolean hasMore() throws IOException {
    FrameReader reader = frames;
    boolean readAhead =
        reader != null ? reader.rest().length > 0 : text != null && text.length() > 0;
    return readAhead || incoming.hasMore();
  }

  /** The beginning of a message that has not come to its end. */
  String unfinished() {
    FrameReader reader = frames;
    if (reader == null) {
      return "";
    }
    byte[] rest = reader.rest();
    int from = Math.max(0, rest.length - SHOWN);
    return new String(rest, from, rest.length - from, UTF_8);
  }
}
