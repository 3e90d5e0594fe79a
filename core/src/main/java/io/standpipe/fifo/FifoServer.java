package io.standpipe.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that come through a fifo, from any number of clients of the same user, each of
 * which has a fifo of its own for the replies.
 *
 * {@snippet file="FifoServerSnippets.java" region="serve"}
 *
 * <p>A Java client is a {@link FifoClient}. From a shell, this asks the server at {@code /tmp/q}:
 *
 * <pre>{@code
 * me=$$.r; mkfifo -m 600 /tmp/q.replies/$me; exec 3<>/tmp/q.replies/$me
 * echo "call $me 6 * 7" >/tmp/q; read -r reply <&3     # ok 42
 * rm /tmp/q.replies/$me
 * }</pre>
 *
 * <p>({@code 3<>} keeps the fifo open. If it is opened anew for each reply, as {@code cat} does, it
 * may meet the writer of the previous reply, which is just closing it, and see the end of the
 * stream. For a single request {@code cat} is fine.)
 *
 * <p><b>The protocol.</b> A request is a line, {@code call NAME TEXT}, of at most 4096 bytes
 * (PIPE_BUF), written at once, so that the kernel does not mix it with those of other clients.
 * {@code NAME} is a fifo in the folder {@code FIFO.replies}: the client's pid, a dot, and letters,
 * digits, dots, dashes. The reply comes through that fifo: a line of any length, {@code ok TEXT} or
 * {@code error TEXT}. In a text, {@code \n} stands for a newline and {@code \\} for a backslash. A
 * longer request is {@code long NAME}; its text, followed by a newline, goes through a second fifo
 * of that folder, {@code NAME.in}. {@code within MILLISECONDS } in front of either tells the server
 * when the client gives up. (We rejected a lock around long requests: a client that dies in the
 * middle of one would leave its first half in front of the next request.)
 *
 * <p><b>Concurrency.</b> The handler is called on a virtual thread for each request, for up to
 * {@link FifoServerOptions#maxInFlight} requests at a time. Another 256 requests may wait for that.
 * Beyond that the server reads no more, the fifo fills, and clients block in their write. A request
 * whose client's time is up before its turn comes never reaches the handler.
 *
 * <p><b>Clients cost only their own request.</b> A request whose reply fifo is gone is not worked
 * on. A client that has exited, or does not open its fifo or read its reply within {@link
 * FifoServerOptions#clientLimit}, loses the reply. {@link #unanswered} counts both. Up to 4096
 * clients may keep the server waiting at the same time without delaying any other; beyond that, or
 * when the texts that wait for clients take more than 256 times {@link FifoServerOptions#maxBytes},
 * the one that has kept it waiting longest loses its reply; a client that takes its reply at once
 * is not among them. The server removes what clients leave behind.
 *
 * <p><b>Failures.</b> A request fails alone, even by an {@code OutOfMemoryError}, and its client
 * gets an error. If the server itself can hear no more requests, it ends: clients learn that it is
 * gone, as if its process had ended, and {@link #await()} throws the reason.
 *
 * <p><b>Servers that come and go.</b> A fifo has one server at a time. When a server ends, it
 * leaves fifo and folder to its successor; {@link #delete} removes them. {@link FifoClient} tells
 * what clients do meanwhile.
 *
 * <p><b>Clients of other users</b> are kept out: fifo and folder are made with modes 0600 and 0700,
 * and refused if they belong to another user or are open to others. The server follows no links,
 * and writes to nothing but fifos in that folder. Safe from any thread.
 */
public final class FifoServer implements AutoCloseable {
  private final FifoDirectory directory;
  private final FifoServerOptions options;
  private final ServerLock lock;
  private final PipeReader reader;
  private final RequestWorkers workers;
  private final RequestListener listener;
  private final Thread listening;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Why it has ended by itself. */
  private volatile @Nullable IOException failure;

  private FifoServer(
      FifoDirectory directory,
      FifoServerOptions options,
      RequestHandler handler,
      ServerLock lock,
      PipeReader reader) {
    this.directory = directory;
    this.options = options;
    this.lock = lock;
    this.reader = reader;
    this.workers = new RequestWorkers(directory, options, handler);
    this.listener = new RequestListener(directory, reader, workers, this::fail);
    this.listening = Thread.ofVirtual().name("server at " + directory).unstarted(listener);
  }

  /** {@link #start(Path, FifoServerOptions, RequestHandler)} with the standard options. */
  public static FifoServer start(Path fifo, RequestHandler handler)
      throws IOException, InterruptedException {
    return start(fifo, FifoServerOptions.standard(), handler);
  }

  /**
   * Starts a server. Makes the fifo and its folder if they are missing; returns at once.
   *
   * @throws IOException if another server uses this fifo, or if what is there does not belong to
   *     this user alone; nothing that this call made is left then
   */
  public static FifoServer start(Path fifo, FifoServerOptions options, RequestHandler handler)
      throws IOException, InterruptedException {
    MadeDirectory made = MadeDirectory.at(FifoDirectory.at(fifo));
    ServerLock lock = null;
    try {
      lock = ServerLock.take(made.directory(), "serve ");
    } finally {
      if (lock == null) {
        made.undoUnused();
      }
    }
    FifoServer server = null;
    try {
      server = start(made.directory(), options, handler, lock);
      return server;
    } finally {
      if (server == null) {
        made.undo();
        lock.release();
      }
    }
  }

  private static FifoServer start(
      FifoDirectory directory, FifoServerOptions options, RequestHandler handler, ServerLock lock)
      throws IOException, InterruptedException {
    LeftFifos.sweep(directory);
    // First the name, then the open end: a client that finds a reader can tell which server it is.
    lock.announce();
    PipeReader reader = directory.requests().keepOpen().openReader();
    boolean started = false;
    try {
      var server = new FifoServer(directory, options, handler, lock, reader);
      server.listening.start();
      started = true;
      return server;
    } finally {
      if (!started) {
        reader.close();
      }
    }
  }

  /**
   * The listener can hear nothing more. The server's name is withdrawn, by which waiting clients
   * learn that it is gone, and {@link #await} ends. Requests at the handler are still answered.
   */
  private void fail(Throwable reason) {
    String why = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    failure = new IOException(this + " hears no requests any more and has ended: " + why, reason);
    reader.close();
    try {
      lock.release();
    } finally {
      closed.countDown();
    }
  }

  /** How many requests have their reply in the client's fifo. */
  public long answered() {
    return workers.answered();
  }

  /** How many requests had a client that was gone, or did not take the reply in time. */
  public long unanswered() {
    return workers.unanswered();
  }

  /** How many lines were not requests. */
  public long malformed() {
    return listener.malformed();
  }

  /**
   * Blocks until another thread closes this server.
   *
   * @throws IOException if the server has ended by itself, because it can hear no more requests
   */
  public void await() throws IOException, InterruptedException {
    closed.await();
    throwFailure();
  }

  /**
   * Blocks until another thread closes this server.
   *
   * @throws IOException if the server has ended by itself, because it can hear no more requests
   * @throws DeadlineExceededException if that does not happen in time; the server goes on
   */
  public void await(Duration limit) throws IOException, InterruptedException {
    if (!closed.await(Deadline.nanos(limit), TimeUnit.NANOSECONDS)) {
      throw new DeadlineExceededException("await the close of " + this, limit, "it is open");
    }
    throwFailure();
  }

  private void throwFailure() throws IOException {
    IOException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  /**
   * Takes no more requests, answers those that it has taken, and returns. Requests still in flight
   * after {@link FifoServerOptions#clientLimit} are interrupted and not waited for. Requests that
   * were not read stay in the fifo as long as a client has it open. Closing again does nothing. The
   * handler must not call this: it would wait for itself.
   */
  @Override
  public void close() {
    reader.close();
    boolean interrupted = false;
    try {
      Deadline deadline = Deadline.after(options.clientLimit());
      if (listening.join(deadline.left())) {
        workers.awaitIdle(deadline);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    listening.interrupt();
    workers.interrupt();
    lock.release();
    try {
      LeftFifos.sweep(directory);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    closed.countDown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Removes a fifo, and what servers and clients have left beside it. Clients that run wait for the
   * next server. A folder {@code FIFO.replies} that does not belong to this user alone, or holds a
   * file that neither a server nor a client made, is not a server's and stays.
   *
   * @throws IOException if a server uses the fifo, or there is none
   */
  public static void delete(Path fifo) throws IOException {
    Optional<FifoDirectory> directory = FifoDirectory.find(fifo);
    if (directory.isEmpty()) {
      Fifo.at(fifo).delete();
      return;
    }
    ServerLock lock = ServerLock.take(directory.get(), "delete ");
    try {
      directory.get().delete();
    } finally {
      lock.release();
    }
  }

  /** {@code server at fifo /tmp/q}. */
  @Override
  public String toString() {
    return "server at " + directory;
  }
}
