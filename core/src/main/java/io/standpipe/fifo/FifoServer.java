package io.standpipe.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers requests that come through a fifo, from any number of clients of the same user, each with
 * a fifo of its own for the replies.
 *
 * {@snippet file="FifoServerSnippets.java" region="serve"}
 *
 * <p>A Java client is a {@link FifoClient}. To a shell the server at {@code /tmp/q} is
 *
 * <pre>{@code
 * me=$$.r; mkfifo -m 600 /tmp/q.replies/$me; exec 3<>/tmp/q.replies/$me
 * echo "call $me 6 * 7" >/tmp/q; read -r reply <&3     # ok 42
 * rm /tmp/q.replies/$me
 * }</pre>
 *
 * <p>(The fifo is kept open, by {@code 3<>}. Opened anew for each reply, as by {@code cat}, it may
 * meet the writer of the one before, who is just leaving, and see the end of the stream. For one
 * request {@code cat} is fine.)
 *
 * <p><b>The form.</b> A request is a line, {@code call NAME TEXT}, of 4096 bytes (PIPE_BUF) at the
 * most and written at once, so that the kernel keeps it whole among those of others. {@code NAME}
 * is a fifo in the folder {@code FIFO.replies}: the client's pid, a dot, and letters, digits, dots,
 * dashes. The reply comes there: a line, {@code ok TEXT} or {@code error TEXT}, of any length. In a
 * text a newline is written as {@code \n}, a backslash as {@code \\}. A longer request is {@code
 * long NAME}, and its text, with a newline behind it, is written to a second fifo of that folder,
 * {@code NAME.in}. (A lock was rejected: a client that dies in the middle of a long request would
 * leave its half in front of the next one's.)
 *
 * <p><b>How many at once.</b> The function is called on a virtual thread for each request, by
 * {@link Limits#concurrent} at a time. There is room for some hundred more, which wait for that or
 * for their client to take the reply; then nothing is read any more, the fifo fills, and clients
 * wait with their write.
 *
 * <p><b>Clients that vanish</b> cost their own request only. One whose fifo has gone is not worked
 * for; one that is no process any more, or does not read its reply within {@link Limits#client},
 * loses it. {@link #unanswered} counts. What clients leave behind is removed.
 *
 * <p><b>Servers that come and go.</b> There is one server at a place at a time. It leaves fifo and
 * folder where they are, for its successor; {@link #delete} removes them. What a client does
 * meanwhile, see {@link FifoClient}.
 *
 * <p><b>Only its own user</b> can be a client: fifo and folder are made with mode 0600 and 0700,
 * and refused where they are somebody else's or open to others. Nothing is followed to another
 * place, and nothing but a fifo in that folder is written to. Safe from any thread.
 */
public final class FifoServer implements AutoCloseable {
  /** What a request becomes. May block; an interrupt is the wish to end. */
  @FunctionalInterface
  public interface Handler {
    /** The answer, not null; the message of an exception goes to the client as an error. */
    String answer(String request) throws Exception;
  }

  /**
   * What the server allows.
   *
   * @param concurrent how many requests are worked on at a time
   * @param requestBytes the longest request
   * @param client how long a client may take, each time, to hand over a long request and to read
   *     its reply
   */
  public record Limits(int concurrent, int requestBytes, Duration client) {
    private static final Limits STANDARD = new Limits(64, 1 << 20, Duration.ofSeconds(5));

    /** Checks them. */
    public Limits {
      if (concurrent < 1 || requestBytes < 1 || client.isNegative()) {
        throw new IllegalArgumentException(
            "concurrent ≥ 1, requestBytes ≥ 1, client ≥ 0 expected: %d, %d, %s"
                .formatted(concurrent, requestBytes, client));
      }
    }

    /** 64 at a time, 1 MiB, 5 s. */
    public static Limits standard() {
      return STANDARD;
    }
  }

  /** How many wait for their turn or for their client, beyond those that are worked on. */
  private static final int WAITING = 256;

  private static final int SWEEP_EACH = 256;

  private final FifoDirectory place;
  private final Limits limits;
  private final Handler handler;
  private final ServerLock seat;
  private final PipeReader reader;
  private final Semaphore working;
  private final Semaphore present;
  private final int mostPresent;
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final Thread listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LongAdder answered = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder malformed = new LongAdder();

  private FifoServer(
      FifoDirectory place, Limits limits, Handler handler, ServerLock seat, PipeReader reader) {
    this.place = place;
    this.limits = limits;
    this.handler = handler;
    this.seat = seat;
    this.reader = reader;
    this.working = new Semaphore(limits.concurrent, true);
    this.mostPresent = (int) Math.min((long) limits.concurrent + WAITING, Integer.MAX_VALUE);
    this.present = new Semaphore(mostPresent);
    this.listener = Thread.ofVirtual().name("server at " + place).unstarted(this::listen);
  }

  /** {@link #start(Path, Limits, Handler)} with the standard limits. */
  public static FifoServer start(Path fifo, Handler handler)
      throws IOException, InterruptedException {
    return start(fifo, Limits.standard(), handler);
  }

  /**
   * Starts to answer. Makes the fifo and its folder if they are not there; returns at once.
   *
   * @throws IOException if another server is at it, or what is there is not this user's alone
   */
  public static FifoServer start(Path fifo, Limits limits, Handler handler)
      throws IOException, InterruptedException {
    FifoDirectory place = FifoDirectory.open(fifo);
    ServerLock seat = ServerLock.take(place, "serve ");
    FifoServer server = null;
    try {
      place.sweep();
      // First the name, then the open end: a client that finds a reader finds out whose it is.
      seat.announce();
      PipeReader reader = place.requests().keepOpen().openReader();
      server = new FifoServer(place, limits, handler, seat, reader);
      server.listener.start();
      return server;
    } finally {
      if (server == null) {
        seat.leave();
      }
    }
  }

  /** What was read ahead when the end is closed is still answered. */
  private void listen() {
    FrameReader lines = Framing.lines().limit(LineProtocol.PIECE).resynchronizing().reader(reader);
    long heard = 0;
    while (true) {
      try {
        Frame line = lines.read();
        if (line == null) {
          return; // not before the close: the end is kept open
        }
        if (line.length() > 0) {
          hear(LineProtocol.request(line.strictText()));
        }
      } catch (ClosedChannelException | InterruptedException e) {
        return;
      } catch (FrameException e) {
        malformed.increment();
        if (!e.isRecoverable()) {
          return; // lines always are
        }
      } catch (IOException e) {
        malformed.increment();
      }
      if (++heard % SWEEP_EACH == 0) {
        place.sweep();
      }
    }
  }

  /** Waits for room: then nothing more is read, and the fifo fills. */
  private void hear(LineProtocol.Request request) throws InterruptedException {
    present.acquire();
    Thread worker = Thread.ofVirtual().unstarted(() -> serve(request));
    workers.add(worker);
    worker.start();
  }

  private void serve(LineProtocol.Request request) {
    var visit = new RequestExchange(place, request, limits);
    try {
      String reply = reply(visit);
      answered.increment(); // beforehand: whoever has his reply finds it counted
      if (reply.isEmpty() || !visit.deliver(reply)) {
        answered.decrement();
        unanswered.increment();
      }
    } finally {
      workers.remove(Thread.currentThread());
      present.release();
    }
  }

  /** The line to be sent; empty where there is nobody to send it to. */
  private String reply(RequestExchange visit) {
    try {
      if (!visit.isThere()) {
        return "";
      }
      String text = visit.text();
      working.acquire();
      try {
        String answer = Objects.requireNonNull(handler.answer(text), "there is no answer: null");
        StrictText.check(answer);
        return LineProtocol.ok(answer);
      } finally {
        working.release();
      }
    } catch (RequestExchange.VanishedException e) {
      return "";
    } catch (InterruptedException e) {
      return LineProtocol.error("the server is being closed");
    } catch (Throwable t) { // an Error too is something that the client waits to hear
      String message = t.getMessage();
      return LineProtocol.error(message == null ? t.toString() : message);
    }
  }

  /** Requests whose reply is in the client's fifo. */
  public long answered() {
    return answered.sum();
  }

  /** Requests whose client had gone, or did not take the reply in time. */
  public long unanswered() {
    return unanswered.sum();
  }

  /** Lines that were no requests. */
  public long malformed() {
    return malformed.sum();
  }

  /** Blocks until it is closed by another thread. */
  public void await() throws InterruptedException {
    closed.await();
  }

  /**
   * Takes no more requests, answers those that it has taken, and returns. What has not ended after
   * {@link Limits#client} is interrupted, and not waited for. Requests that nobody has read stay in
   * the fifo as long as a client has it open. Closing again does nothing. Not for the handler: it
   * would wait for itself.
   */
  @Override
  public void close() {
    reader.close();
    boolean interrupted = false;
    try {
      Deadline deadline = Deadline.after(limits.client);
      boolean ended =
          listener.join(deadline.left())
              && present.tryAcquire(mostPresent, deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      if (ended) {
        present.release(mostPresent); // for whoever closes it again
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    listener.interrupt();
    workers.forEach(Thread::interrupt);
    seat.leave();
    place.sweep();
    closed.countDown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Removes a fifo, and what servers and clients have left beside it. Clients that are there see no
   * server from then on, and one that is started later finds none of them. A folder of that name
   * that is not this user's alone, or has a file that no server and no client has made, is no
   * server's and stays.
   *
   * @throws IOException if a server is at it, or there is no fifo
   */
  public static void delete(Path fifo) throws IOException {
    Optional<FifoDirectory> place = FifoDirectory.at(fifo);
    if (place.isEmpty()) {
      Fifo.at(fifo).delete();
      return;
    }
    ServerLock seat = ServerLock.take(place.get(), "delete ");
    try {
      place.get().delete();
    } finally {
      seat.leave();
    }
  }

  /** {@code server at fifo /tmp/q}. */
  @Override
  public String toString() {
    return "server at " + place;
  }
}
