package io.standpipe.fifo;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workers that wait for their clients: for a client to open its fifo, to hand over a long
 * request, or to take its reply. Such a wait costs a virtual thread and the bytes that it holds,
 * and delays no other request. Only their number and their bytes are bounded. One more that does
 * not fit takes the place of the oldest one whose client has not even opened its fifo, or else of
 * the oldest: a client that keeps the server waiting longest loses first, and only its own request.
 * A client that takes its reply at once is never among them.
 *
 * <p>A worker loses its place by an interrupt. It is sent under the monitor, to a thread that is
 * still in its wait; a worker that leaves its wait, under the monitor too, clears it. So the
 * interrupt meets this wait or none. Safe from any thread.
 */
final class ClientWaits {
  static final int MOST = 4096;

  private final long maxBytes;
  private final Set<Wait> waits = new LinkedHashSet<>();
  private long bytes;

  /**
   * @param maxBytes limits the bytes that all waits together hold; a single one may hold more
   */
  ClientWaits(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The calling thread's wait for its client, until {@link #close}. */
  final class Wait implements AutoCloseable {
    private final Thread worker = Thread.currentThread();
    private long held;
    private boolean clientCame;
    private boolean evicted;

    private Wait(long held) {
      this.held = held;
    }

    /**
     * The client has opened its fifo.
     *
     * @param more bytes that will be held because of that
     */
    void clientCame(long more) {
      synchronized (ClientWaits.this) {
        makeRoom(more, this);
        clientCame = true;
        held += more;
        bytes += more;
      }
    }

    /** Whether another request has taken this one's place. */
    boolean isEvicted() {
      synchronized (ClientWaits.this) {
        return evicted;
      }
    }

    @Override
    public void close() {
      synchronized (ClientWaits.this) {
        remove(this);
        if (evicted) {
          Thread.interrupted();
        }
      }
    }
  }

  /** The calling thread begins to wait for its client, and holds this many bytes. */
  Wait begin(long held) {
    return begin(new Wait(held));
  }

  /** Begins like {@link #begin(long)} for a client that has opened its fifo, and reads slowly. */
  Wait beginWithClient(long held) {
    var wait = new Wait(held);
    wait.clientCame = true;
    return begin(wait);
  }

  private synchronized Wait begin(Wait wait) {
    makeRoom(wait.held, null);
    waits.add(wait);
    bytes += wait.held;
    return wait;
  }

  private void makeRoom(long more, @Nullable Wait self) {
    int most = self == null ? MOST - 1 : MOST;
    while (waits.size() > most || bytes + more > maxBytes) {
      Wait oldest = oldest(self);
      if (oldest == null) {
        return;
      }
      remove(oldest);
      oldest.evicted = true;
      oldest.worker.interrupt();
    }
  }

  private @Nullable Wait oldest(@Nullable Wait self) {
    Wait found = null;
    for (Iterator<Wait> all = waits.iterator();
        all.hasNext() && (found == null || found.clientCame); ) {
      Wait next = all.next();
      if (next != self && (found == null || !next.clientCame)) {
        found = next;
      }
    }
    return found;
  }

  private void remove(Wait wait) {
    if (waits.remove(wait)) {
      bytes -= wait.held;
    }
  }
}
