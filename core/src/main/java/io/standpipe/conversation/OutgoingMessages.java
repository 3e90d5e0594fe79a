package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What we say. A message that a deadline has cut stays in the writer, and the next one goes behind
 * its rest: no message is torn. For the thread whose turn it is to write.
 */
final class OutgoingMessages {
  /** A message, in whatever form it was given. */
  interface Message {
    void writeTo(FrameWriter writer) throws IOException;
  }

  /** Nothing is written but by a flush. */
  private static final int ALL = 1 << 29;

  private final OutgoingBytes outgoing;
  private final Recorder recorder;
  private final FrameWriter writer;

  OutgoingMessages(ConversationOptions terms, OutgoingBytes outgoing, Recorder recorder) {
    this.outgoing = outgoing;
    this.recorder = recorder;
    this.writer = terms.framing().bufferedWriter(outgoing, ALL);
  }

  /**
   * Writes as much as there is room for now: whether that was all. A message that the framing has
   * no form for is refused before anything of it is written or recorded; and it is recorded before
   * it is written, so that no answer is heard before its question.
   */
  boolean begin(Message message, String text) throws IOException {
    message.writeTo(writer);
    recorder.said(Direction.SENT, text);
    outgoing.deadline(Deadline.NOW);
    try {
      writer.flush();
      return true;
    } catch (DeadlineExceededException e) {
      return false;
    }
  }

  /** Blocks until everything is written. */
  void finish(Deadline deadline) throws IOException {
    outgoing.deadline(deadline);
    writer.flush();
  }

  /** Writes a text that is no message, behind whatever is still to be written. */
  void write(String text, Deadline deadline) throws IOException {
    byte[] bytes = StrictText.bytes(text);
    finish(deadline);
    recorder.saidText(Direction.SENT, text);
    outgoing.write(ByteBuffer.wrap(bytes));
  }
}
