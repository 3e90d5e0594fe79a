package io.standpipe.conversation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands messages that answer nothing to the user's listener: in order, on a virtual thread of its
 * own, which is there only while there are some. The reader goes on meanwhile, until so many wait.
 */
final class UnmatchedQueue {
  private final BlockingQueue<String> waiting;
  private final Consumer<String> listener;
  private final AtomicBoolean running = new AtomicBoolean();

  UnmatchedQueue(int most, Consumer<String> listener) {
    this.waiting = new LinkedBlockingQueue<>(most);
    this.listener = listener;
  }

  /**
   * Waits while the list is full. {@link #clear} makes room, too, so a close ends the wait; the
   * reader then finds the conversation closed.
   */
  void add(String message) throws InterruptedException {
    waiting.put(message);
    start();
  }

  private void start() {
    if (running.compareAndSet(false, true)) {
      Thread.ofVirtual().name("standpipe-unasked").start(this::run);
    }
  }

  /** A message added after the last poll finds {@code running} true, or is found after it. */
  private void run() {
    do {
      for (String message; (message = waiting.poll()) != null; ) {
        String said = message;
        ListenerCalls.tell(() -> listener.accept(said));
      }
      running.set(false);
    } while (!waiting.isEmpty() && running.compareAndSet(false, true));
  }

  /** After a close nobody is told any more. */
  void clear() {
    waiting.clear();
  }
}
