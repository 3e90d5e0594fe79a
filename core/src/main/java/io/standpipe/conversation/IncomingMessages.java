package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What comes, as messages or as text, depending on what is asked for next: bytes that were read
 * ahead for one kind are handed over to the other. For the thread that holds the lock for reading.
 */
final class IncomingMessages {
  /** Errors show the last so many bytes of an unfinished message. */
  private static final int SHOWN = 16 * 1024;

  private final Framing framing;
  private final IncomingBytes bytes;
  private final Recorder recorder;

  /** Made when needed: most conversations deal in messages only. */
  private @Nullable TextBuffer text;

  private @Nullable FrameReader frames;

  IncomingMessages(ConversationOptions options, IncomingBytes bytes, Recorder recorder) {
    this.framing = options.framing();
    this.bytes = bytes;
    this.recorder = recorder;
  }

  /** Returns the next message; null at the end. */
  @Nullable Frame message(Deadline deadline) throws IOException {
    bytes.deadline(deadline);
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
        bytes.handBack(text.takeBytes());
      }
      reader = framing.reader(bytes);
      frames = reader;
    }
    return reader;
  }

  /** The text that has come and was not taken; {@link #more} adds to it. */
  TextBuffer text() {
    FrameReader reader = frames;
    if (reader != null) {
      bytes.handBack(reader.rest());
      frames = null;
    }
    TextBuffer buffer = text;
    if (buffer == null) {
      buffer = new TextBuffer();
      text = buffer;
    }
    return buffer;
  }

  /** Reads up to {@code maxBytes} more bytes of text; returns false at the end. */
  boolean more(int maxBytes, Deadline deadline) throws IOException {
    TextBuffer buffer = text();
    bytes.deadline(deadline);
    int n = bytes.read(buffer.room(maxBytes));
    buffer.took(n < 0);
    return n >= 0;
  }

  /** Whether something has come that no caller has taken. */
  boolean hasMore() throws IOException {
    FrameReader reader = frames;
    boolean readAhead =
        reader != null ? reader.rest().length > 0 : text != null && text.length() > 0;
    return readAhead || bytes.hasMore();
  }

  /** Whether more bytes have come than were read ahead. */
  boolean hasMoreBytes() throws IOException {
    return bytes.hasMore();
  }

  /** The beginning of a message that is not complete. */
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
