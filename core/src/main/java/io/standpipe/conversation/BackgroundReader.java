package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads while somebody waits for an answer and nobody else reads: on a virtual thread, which is
 * there only as long as that. So questions may be written while answers come, and two full pipes
 * are not waited for by both sides; but what nobody waits for stays in the pipe.
 */
final class BackgroundReader {
  private final Dispatcher delivery;
  private final AtomicBoolean running = new AtomicBoolean();

  BackgroundReader(Dispatcher delivery) {
    this.delivery = delivery;
  }

  /** To be called after a question was added. */
  void start() {
    if (running.compareAndSet(false, true)) {
      Thread.ofVirtual().name("standpipe-conversation").start(this::run);
    }
  }

  /**
   * A question that is added after the last look of {@link #deliverAll} finds {@code running} true,
   * or is found by the look after it was set to false: one of the two sees the other.
   */
  private void run() {
    do {
      deliverAll();
      running.set(false);
    } while (delivery.awaitedUntil() != null && running.compareAndSet(false, true));
  }

  private void deliverAll() {
    while (delivery.awaitedUntil() != null) {
      delivery.reading.take();
      try {
        deliverSome();
      } catch (DeadlineExceededException e) {
        delivery.pending.expire(e);
      } catch (IOException | RuntimeException | Error e) {
        delivery.end(e);
      } finally {
        delivery.reading.leave();
      }
    }
  }

  /** As long as nobody else wants to read. */
  private void deliverSome() throws IOException {
    Deadline until = delivery.awaitedUntil();
    while (until != null && !delivery.reading.isWaitedFor()) {
      delivery.deliver(until);
      until = delivery.awaitedUntil();
    }
  }
}
