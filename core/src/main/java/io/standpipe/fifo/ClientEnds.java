package io.standpipe.fifo;

import io.standpipe.PipeWriter;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * What a client holds open from one request to the next: the server's fifo, and a fifo for replies.
 * Opened by the thread whose turn it is, closed by any.
 *
 * <p>An end that is being opened while another thread closes the client is closed by the thread
 * that opens it: it finds {@code closed} set, under the monitor, before it keeps the end.
 */
final class ClientEnds {
  static final String NO_SERVER = "no server is there; start one";

  private final FifoDirectory directory;

  /** Kept open between requests: a full fifo keeps its content when the server ends. */
  private @Nullable PipeWriter requests;

  private @Nullable ReplyFifo replies;
  private boolean closed;

  /** The thread that waits for another process to come; no end exists yet whose close wakes it. */
  private @Nullable Thread waiting;

  ClientEnds(FifoDirectory directory) {
    this.directory = directory;
  }

  /** A wait that blocks without an end of ours. */
  interface Wait<T> {
    T await() throws IOException, InterruptedException;
  }

  /**
   * Lets a close end this wait, by an interrupt. The interrupt is sent, and a left-over one is
   * cleared, under the monitor: it meets this wait or none, and does not outlive it.
   */
  <T> T untilClosed(Wait<T> wait) throws IOException, InterruptedException {
    synchronized (this) {
      ensureOpen();
      waiting = Thread.currentThread();
    }
    try {
      return wait.await();
    } catch (InterruptedException | ClosedByInterruptException e) {
      if (isClosed()) {
        throw new AsynchronousCloseException();
      }
      throw e;
    } finally {
      synchronized (this) {
        waiting = null;
        if (closed) {
          Thread.interrupted();
        }
      }
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** The server's fifo; blocks until a server has it open. */
  PipeWriter requests(RequestDeadline deadline) throws IOException, InterruptedException {
    synchronized (this) {
      ensureOpen();
      if (requests != null && requests.isOpen()) { // an interrupt closes it
        return requests;
      }
    }
    PipeWriter opened;
    try {
      opened = untilClosed(() -> new ServerWait(directory).open(deadline.deadline()));
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded(NO_SERVER);
    }
    synchronized (this) {
      requests = opened;
      closeIfClosed();
      return opened;
    }
  }

  /**
   * The fifo for replies; a new one if the last one was removed, by a sweep or with the whole
   * folder.
   */
  ReplyFifo replies() throws IOException, InterruptedException {
    synchronized (this) {
      ensureOpen();
      if (replies != null && replies.isThere()) {
        return replies;
      }
      dropReplies();
    }
    ReplyFifo created = ReplyFifo.create(directory);
    synchronized (this) {
      replies = created;
      closeIfClosed();
      return created;
    }
  }

  synchronized void dropRequests() {
    if (requests != null) {
      requests.close();
      requests = null;
    }
  }

  synchronized void dropReplies() throws IOException {
    if (replies != null) {
      ReplyFifo old = replies;
      replies = null;
      old.close();
    }
  }

  private void ensureOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private void closeIfClosed() throws IOException {
    if (closed) {
      dropRequests();
      dropReplies();
      throw new ClosedChannelException();
    }
  }

  synchronized void close() throws IOException {
    closed = true;
    if (waiting != null) {
      waiting.interrupt();
    }
    dropRequests();
    dropReplies();
  }
}
