package io.standpipe.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks a {@link FifoServer}.
 *
 * {@snippet file="FifoServerSnippets.java" region="ask"}
 *
 * <p><b>Servers that restart.</b> The server need not be there yet, and may be replaced by another
 * while a request is under way. {@link #ask} then waits for the next one and sends it again, until
 * its time is up: the request is carried out <b>at least once</b>, and twice where the first server
 * had carried it out and died before it could say so. {@link #askOnce} sends it once: it is carried
 * out <b>at most once</b>, and where it is not known whether, {@link ServerGoneException} says so.
 * A request that was not handed over, because no server was there, is sent in both cases.
 *
 * <p><b>Time.</b> The limit is for everything: the turn, a server that is awaited, the write into a
 * full fifo, the reply. A server that works on a request when the time is up goes on; its reply
 * finds nobody.
 *
 * <p><b>Threads.</b> Safe; requests of several threads take turns. For several at once have several
 * clients. {@link #close} from another thread ends a request under way.
 */
public final class FifoClient implements AutoCloseable {
  private static final String NO_SERVER = "no server is there; start one";
  private static final Duration FIRST_SLICE = Duration.ofMillis(20);
  private static final Duration LONGEST_SLICE = Duration.ofMillis(500);

  private final FifoDirectory place;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Kept open between requests: a full fifo keeps what is in it when the server goes. */
  private @Nullable PipeWriter requests;

  private @Nullable ReplyFifo replies;
  private boolean closed;

  /** Who waits for somebody to come: there is no end yet whose close would wake him. */
  private @Nullable Thread waiting;

  private FifoClient(FifoDirectory place) {
    this.place = place;
  }

  /**
   * A client of the server at this fifo, which need not be there yet: whoever comes first makes
   * fifo and folder. Does not block.
   *
   * @throws IOException if what is there is not this user's alone
   */
  public static FifoClient to(Path fifo) throws IOException {
    return new FifoClient(FifoDirectory.open(fifo));
  }

  /**
   * Sends a request, to the next server too where one goes without an answer. Blocks until the
   * answer is there.
   *
   * @throws RequestFailedException if the server answered with an error
   * @throws DeadlineExceededException if there is no answer in time; the client stays usable
   */
  public String ask(String request, Duration limit) throws IOException, InterruptedException {
    return inTurn(request, limit, true);
  }

  /**
   * The same, but a request that may have been carried out is not sent again.
   *
   * @throws ServerGoneException if the server has gone without an answer
   */
  public String askOnce(String request, Duration limit) throws IOException, InterruptedException {
    return inTurn(request, limit, false);
  }

  private String inTurn(String request, Duration limit, boolean again)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    StrictText.check(request);
    if (!turn.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
      throw late(deadline, "another thread has been at it all the time");
    }
    boolean answered = false;
    try {
      String answer =
          LineProtocol.reply(request, exchange(LineProtocol.escape(request), deadline, again));
      answered = true;
      return answer;
    } catch (RequestFailedException e) {
      answered = true;
      throw e;
    } catch (ClosedByInterruptException e) {
      Thread.interrupted(); // the exception says it
      throw (InterruptedException) new InterruptedException(toString()).initCause(e);
    } finally {
      leave(answered);
    }
  }

  private void leave(boolean answered) throws IOException {
    try {
      if (!answered) {
        dropReplies();
      }
    } finally {
      turn.unlock();
    }
  }

  private String exchange(String text, Deadline deadline, boolean again)
      throws IOException, InterruptedException {
    while (true) {
      PipeWriter writer = requests(deadline);
      // Asked before the request is sent: if that goes to the next server already, it is sent once
      // more for nothing. The other way round it might never be.
      String server = place.server();
      if (place.isGone(server)) {
        awaitAnother(deadline);
        continue;
      }
      ReplyFifo mine = replies();
      if (!send(writer, mine, text, server, deadline)) {
        continue;
      }
      String line = await(mine, server, deadline);
      if (line != null) {
        return line;
      }
      dropReplies();
      if (!again) {
        throw new ServerGoneException(place.toString());
      }
    }
  }

  /**
   * It has just gone, or somebody who is no server reads there. With the end opened anew, the next
   * round waits for a reader.
   */
  private void awaitAnother(Deadline deadline) throws IOException, InterruptedException {
    dropRequests();
    if (deadline.hasPassed()) {
      throw late(deadline, NO_SERVER);
    }
    untilClosed(() -> {
      Thread.sleep(slice(FIRST_SLICE, deadline));
      return true;
    });
  }

  /** Whether there was a server to take it. */
  private boolean send(
      PipeWriter writer, ReplyFifo mine, String text, String server, Deadline deadline)
      throws IOException, InterruptedException {
    ByteBuffer call = LineProtocol.call(mine.name(), text);
    try {
      if (call.remaining() <= LineProtocol.PIECE) {
        write(writer, call, deadline, "the fifo is full: the server does not keep pace");
      } else {
        sendLong(writer, mine, text, server, deadline);
      }
      return true;
    } catch (BrokenPipeException e) {
      dropRequests();
      return false;
    }
  }

  /** By a fifo of its own. Where the server goes meanwhile, the wait for the reply will tell. */
  private void sendLong(
      PipeWriter writer, ReplyFifo mine, String text, String server, Deadline deadline)
      throws IOException, InterruptedException {
    String name = mine.name() + ".in";
    Fifo fifo = Fifo.create(place.file(name));
    try {
      write(writer, LineProtocol.longCall(mine.name()), deadline, "the fifo is full");
      try (PipeWriter body = openLong(fifo, server, deadline)) {
        if (body != null && !isClosed()) {
          write(
              body,
              LineProtocol.bytes(text + "\n"),
              deadline,
              "the server has not taken all of it");
        }
      } catch (BrokenPipeException e) {
        // It has gone, or has seen enough of it, and says so in its reply.
      }
    } finally {
      place.remove(name);
    }
  }

  private @Nullable PipeWriter openLong(Fifo fifo, String server, Deadline deadline)
      throws IOException, InterruptedException {
    while (!place.isGone(server)) {
      try {
        return untilClosed(() -> fifo.openWriter(slice(LONGEST_SLICE, deadline)));
      } catch (DeadlineExceededException e) {
        if (deadline.hasPassed()) {
          throw late(deadline, "the server has not come for the request");
        }
      }
    }
    return null;
  }

  private void write(PipeWriter to, ByteBuffer bytes, Deadline deadline, String state)
      throws IOException {
    try {
      to.write(bytes, deadline.left());
    } catch (DeadlineExceededException e) {
      throw late(deadline, state);
    }
  }

  /**
   * The reply line; null where the server has gone without one.
   *
   * <p>The reply is what wakes it. That the server has gone is looked at now and then: its end is
   * an event too (nobody has the fifo open to read), but not one that is kept, and the next server
   * may be there before we have seen it.
   */
  private @Nullable String await(ReplyFifo mine, String server, Deadline deadline)
      throws IOException {
    Duration slice = FIRST_SLICE;
    while (true) {
      boolean gone = place.isGone(server);
      try {
        // Once more after it has gone: it may have answered with its last breath.
        return mine.line(Deadline.after(gone ? Duration.ZERO : slice(slice, deadline)));
      } catch (DeadlineExceededException e) {
        if (gone) {
          return null;
        }
        if (deadline.hasPassed()) {
          throw late(deadline, "the server (" + server + ") has not answered");
        }
      }
      Duration twice = slice.multipliedBy(2);
      slice = twice.compareTo(LONGEST_SLICE) < 0 ? twice : LONGEST_SLICE;
    }
  }

  private static Duration slice(Duration slice, Deadline deadline) {
    Duration left = deadline.left();
    return left.compareTo(slice) < 0 ? left : slice;
  }

  private DeadlineExceededException late(Deadline deadline, String state) {
    return new DeadlineExceededException("ask the server at " + place, deadline.limit(), state);
  }

  private interface Wait<T> {
    T end() throws IOException, InterruptedException;
  }

  /**
   * A wait that a close ends, by an interrupt. Both come and go under the monitor: the interrupt
   * meets this wait or nothing, and does not outlive it. What was opened meanwhile is found to be
   * too late by whoever keeps it.
   */
  private <T> T untilClosed(Wait<T> wait) throws IOException, InterruptedException {
    synchronized (this) {
      ensureOpen();
      waiting = Thread.currentThread();
    }
    try {
      return wait.end();
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

  private synchronized boolean isClosed() {
    return closed;
  }

  private PipeWriter requests(Deadline deadline) throws IOException, InterruptedException {
    synchronized (this) {
      ensureOpen();
      if (requests != null && requests.isOpen()) { // an interrupt closes it
        return requests;
      }
    }
    PipeWriter opened;
    try {
      opened = untilClosed(() -> place.requests().openWriter(deadline.left()));
    } catch (DeadlineExceededException e) {
      throw late(deadline, NO_SERVER);
    }
    synchronized (this) {
      requests = opened;
      closeIfClosed();
      return opened;
    }
  }

  private ReplyFifo replies() throws IOException, InterruptedException {
    synchronized (this) {
      ensureOpen();
      if (replies != null) {
        return replies;
      }
    }
    ReplyFifo created = ReplyFifo.create(place);
    synchronized (this) {
      replies = created;
      closeIfClosed();
      return created;
    }
  }

  private synchronized void dropRequests() {
    if (requests != null) {
      requests.close();
      requests = null;
    }
  }

  private synchronized void dropReplies() throws IOException {
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

  /** It was closed while something was being opened: then nobody else would close that. */
  private void closeIfClosed() throws IOException {
    if (closed) {
      dropRequests();
      dropReplies();
      throw new ClosedChannelException();
    }
  }

  /** Ends a request under way with {@code AsynchronousCloseException}. Does not block. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      if (waiting != null) {
        waiting.interrupt();
      }
      dropRequests();
      dropReplies();
    }
  }

  /** {@code client of fifo /tmp/q}. */
  @Override
  public String toString() {
    return "client of " + place;
  }
}
