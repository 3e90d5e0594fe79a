package io.standpipe.conversation;

/**
 * The three locks of a conversation, always taken in this order.
 *
 * <ul>
 *   <li>{@link #calls}: one call that reads at a time, from its beginning to its end.
 *   <li>{@link #writing}: the questions are pending in the order in which they are in the pipe.
 *   <li>{@link #reading}: the thread that holds it gives each message to the question that the
 *       message answers.
 * </ul>
 *
 * <p>A thread may wait for room in the pipe while it holds {@code writing}. So a thread that holds
 * {@code reading} never waits for {@code writing}: some thread can always read, and the room comes.
 */
final class ConversationLocks {
  final FairLock calls;
  final FairLock writing;
  final FairLock reading;

  ConversationLocks(ConversationEnds ends) {
    this.calls = new FairLock(ends);
    this.writing = new FairLock(ends);
    this.reading = new FairLock(ends);
  }

  /** A listener, or a condition, that calls its own conversation would wait for itself. */
  void requireNoListener() {
    if (calls.isMine() || writing.isMine() || reading.isMine()) {
      throw new IllegalStateException(
          "a listener or a condition uses the conversation that waits for it; do that on another"
              + " thread, or after the call");
    }
  }
}
