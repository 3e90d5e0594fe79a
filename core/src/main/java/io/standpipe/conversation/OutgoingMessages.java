package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is sent. If a deadline cuts a message, its rest stays in the writer and goes out before the
 * next one, so no message is torn. For the thread that holds the lock for writing.
 */
final class OutgoingMessages {
  /** A message, in whatever form the caller gave it. */
  interface Message {
    void writeTo(FrameWriter writer) throws IOException;
  }

  /** So large that nothing is written except by a flush. */
  private static final int UNTIL_FLUSH = 1 << 29;

  private final OutgoingBytes bytes;
  private final Recorder recorder;
  private final FrameWriter writer;

  OutgoingMessages(ConversationOptions options, OutgoingBytes bytes, Recorder recorder) {
    this.bytes = bytes;
    this.recorder = recorder;
    this.writer = options.framing().bufferedWriter(bytes, UNTIL_FLUSH);
  }

  /**
   * Writes as much as there is room for now; returns whether that was all. A message that the
   * framing cannot represent is refused before any of it is written or recorded. A message is
   * recorded before it is written, so that no answer is recorded before its question.
   */
  boolean begin(Message message, String text) throws IOException {
    message.writeTo(writer);
    recorder.said(Direction.SENT, text);
    bytes.deadline(Deadline.NOW);
    try {
      writer.flush();
      return true;
    } catch (DeadlineExceededException e) {
      return false;
    }
  }

  /** Blocks until everything is written. */
  void finish(Deadline deadline) throws IOException {
    bytes.deadline(deadline);
    writer.flush();
  }

  /** Writes a text that is not a message, after everything that is still to be written. */
  void write(String text, Deadline deadline) throws IOException {
    byte[] encoded = StrictText.bytes(text);
    finish(deadline);
    recorder.saidText(Direction.SENT, text);
    bytes.write(ByteBuffer.wrap(encoded));
  }
}
