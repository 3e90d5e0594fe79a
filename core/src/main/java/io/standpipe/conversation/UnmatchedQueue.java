package io.standpipe.conversation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Hands messages that answer no question to the user's code: in order, on a virtual thread of its
 * own. The thread that reads goes on meanwhile, until the queue is full.
 */
final class UnmatchedQueue {
  private final BlockingQueue<String> waiting;
  private final Consumer<String> listener;
  private final OnDemandThread thread;

  UnmatchedQueue(int maxWaiting, Consumer<String> listener) {
    this.waiting = new LinkedBlockingQueue<>(maxWaiting);
    this.listener = listener;
    this.thread = new OnDemandThread("standpipe-unmatched", () -> !waiting.isEmpty(), this::tell);
  }

  /**
   * Waits while the queue is full. {@link #clear} makes room, too, so a close ends the wait; the
   * reading thread then finds the conversation closed.
   */
  void add(String message) throws InterruptedException {
    waiting.put(message);
    thread.start();
  }

  private void tell() {
    for (String message; (message = waiting.poll()) != null; ) {
      String said = message;
      ListenerCalls.run(() -> listener.accept(said));
    }
  }

  /** After a close no further message is handed over. */
  void clear() {
    waiting.clear();
  }
}
