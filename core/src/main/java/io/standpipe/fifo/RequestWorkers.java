package io.standpipe.fifo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests, each on a virtual thread. As many as the options allow are at the handler at the
 * same time; some more wait for that. Those that wait for their clients are counted apart ({@link
 * ClientWaits}), so that they keep no other client from the handler.
 *
 * <p>A request that fails, whatever it throws, fails alone: its client gets an error, for which the
 * bytes lie ready where memory is short.
 */
final class RequestWorkers {
  /** How many wait for the handler, beyond those at the handler. */
  private static final int WAITING = 256;

  private static final byte[] FAILED =
      "error the server could not answer: it ran out of memory, or failed\n".getBytes(US_ASCII);

  private final FifoDirectory directory;
  private final FifoServerOptions options;
  private final RequestHandler handler;
  private final ClientWaits waits;
  private final Semaphore working;
  private final Semaphore queue;
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final Object idle = new Object();
  private final LongAdder answered = new LongAdder();
  private final LongAdder unanswered = new LongAdder();

  RequestWorkers(FifoDirectory directory, FifoServerOptions options, RequestHandler handler) {
    this.directory = directory;
    this.options = options;
    this.handler = handler;
    this.waits = new ClientWaits((long) WAITING * options.maxBytes());
    this.working = new Semaphore(options.maxInFlight(), true);
    long places = (long) options.maxInFlight() + WAITING;
    this.queue = new Semaphore((int) Math.min(places, Integer.MAX_VALUE), true);
  }

  /**
   * Serves a request on a thread of its own. Blocks while as many as possible wait for the handler.
   * A long request waits for that itself, once its client has handed it over.
   */
  void start(RequestLine request) throws InterruptedException {
    var exchange = new RequestExchange(directory, request, options, waits);
    if (!exchange.isLong()) {
      queue.acquire();
    }
    boolean started = false;
    try {
      Thread worker = Thread.ofVirtual().unstarted(() -> serve(exchange));
      workers.add(worker);
      try {
        worker.start();
        started = true;
      } finally {
        if (!started) {
          workers.remove(worker);
        }
      }
    } finally {
      if (!started && !exchange.isLong()) {
        queue.release();
      }
    }
  }

  private void serve(RequestExchange exchange) {
    try {
      if (!deliver(exchange)) {
        unanswered.increment();
      }
    } finally {
      workers.remove(Thread.currentThread());
      synchronized (idle) {
        idle.notifyAll();
      }
    }
  }

  private boolean deliver(RequestExchange exchange) {
    ByteBuffer reply = null;
    try {
      reply = reply(exchange);
      return reply != null && deliver(exchange, reply);
    } catch (RuntimeException | Error e) {
      boolean begun = reply != null && reply.position() > 0; // the client would join the two
      return !begun && deliver(exchange, ByteBuffer.wrap(FAILED));
    }
  }

  /** Counts the reply first: a client that has its reply finds it counted. */
  private boolean deliver(RequestExchange exchange, ByteBuffer reply) {
    answered.increment();
    boolean delivered = false;
    try {
      delivered = exchange.deliver(reply);
      return delivered;
    } finally {
      if (!delivered) {
        answered.decrement();
      }
    }
  }

  /** Returns the line to send; null if no client is there to receive it. */
  private @Nullable ByteBuffer reply(RequestExchange exchange) {
    @Nullable String line;
    try {
      line = exchange.isLong() ? answerLong(exchange) : answerShort(exchange);
    } catch (RequestExchange.VanishedException e) {
      return null;
    } catch (InterruptedException e) {
      line = LineProtocol.error("the server is being closed");
    } catch (Throwable t) { // an Error, too, is an answer that the client waits for
      String message = t.getMessage();
      line = LineProtocol.error(message == null ? t.toString() : message);
    }
    return line == null ? null : LineProtocol.bytes(line);
  }

  private @Nullable String answerShort(RequestExchange exchange) throws Exception {
    try {
      return exchange.isAwaited() ? answer(exchange, exchange.text()) : null;
    } finally {
      queue.release();
    }
  }

  private @Nullable String answerLong(RequestExchange exchange) throws Exception {
    if (!exchange.isAwaited()) {
      return null;
    }
    String text = exchange.text();
    if (!queue.tryAcquire(exchange.deadline().nanosLeft(), TimeUnit.NANOSECONDS)) {
      return null;
    }
    try {
      return answer(exchange, text);
    } finally {
      queue.release();
    }
  }

  /** Null if the client gives up before its request's turn comes: then it costs no other client. */
  private @Nullable String answer(RequestExchange exchange, String text) throws Exception {
    Deadline deadline = exchange.deadline();
    if (!working.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
      return null;
    }
    try {
      if (!exchange.isAwaited()) {
        return null;
      }
      String answer =
          Objects.requireNonNull(handler.answer(text, deadline.left()), "there is no answer: null");
      StrictText.check(answer);
      return LineProtocol.ok(answer);
    } finally {
      working.release();
    }
  }

  /**
   * Waits until no request is being served, or until the deadline. A worker leaves the set before
   * it notifies, under the monitor in which this looks, so its end is not missed.
   */
  void awaitIdle(Deadline deadline) throws InterruptedException {
    synchronized (idle) {
      while (!workers.isEmpty() && !deadline.hasPassed()) {
        TimeUnit.NANOSECONDS.timedWait(idle, deadline.nanosLeft());
      }
    }
  }

  void interrupt() {
    workers.forEach(Thread::interrupt);
  }

  long answered() {
    return answered.sum();
  }

  long unanswered() {
    return unanswered.sum();
  }
}
