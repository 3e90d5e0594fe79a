package io.standpipe.conversation;

import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.Objects;

/** Sends messages and text that are not questions, in the order in which callers come. */
final class MessageSender {
  private final ConversationEnds ends;
  private final ConversationLocks locks;
  private final CallFactory calls;
  private final OutgoingMessages outgoing;

  MessageSender(
      ConversationEnds ends,
      ConversationLocks locks,
      CallFactory calls,
      OutgoingMessages outgoing) {
    this.ends = ends;
    this.locks = locks;
    this.calls = calls;
    this.outgoing = outgoing;
  }

  private interface Action {
    void run(Deadline until) throws IOException;
  }

  /**
   * @param text the message as text, for errors and the transcript
   */
  void send(OutgoingMessages.Message message, String text, Deadline deadline) throws IOException {
    inTurn(
        text,
        deadline,
        until -> {
          outgoing.finish(until); // the rest of an earlier one, so that rests do not pile up
          if (!outgoing.begin(message, text)) {
            outgoing.finish(until);
          }
        });
  }

  void write(String text, Deadline deadline) throws IOException {
    var part = new CallDescription.Part(Objects.requireNonNull(text, "the message"));
    inTurn(part, deadline, until -> outgoing.write(text, until));
  }

  private void inTurn(Object text, Deadline deadline, Action action) throws IOException {
    ends.ensureOpen();
    locks.requireNoListener();
    CallDescription tried = calls.describe("send %s to", text);
    Deadline until = calls.bounded(deadline, tried);
    locks.writing.take(until, tried);
    try {
      action.run(until);
    } catch (IOException e) {
      throw Failures.rethrown(Failures.of(e, tried, until, ""));
    } finally {
      locks.writing.release();
    }
  }
}
