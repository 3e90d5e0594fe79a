package io.standpipe.fifo;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Serves requests, each on a virtual thread. As many as the options allow are at the handler at the
 * same time; some more wait for that, or for their client.
 */
final class RequestWorkers {
  /** How many wait for the handler or for their client, beyond those at the handler. */
  private static final int WAITING = 256;

  private final FifoDirectory directory;
  private final FifoServerOptions options;
  private final RequestHandler handler;
  private final Semaphore working;
  private final Semaphore present;
  private final int maxPresent;
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final LongAdder answered = new LongAdder();
  private final LongAdder unanswered = new LongAdder();

  RequestWorkers(FifoDirectory directory, FifoServerOptions options, RequestHandler handler) {
    this.directory = directory;
    this.options = options;
    this.handler = handler;
    this.working = new Semaphore(options.maxInFlight(), true);
    this.maxPresent = (int) Math.min((long) options.maxInFlight() + WAITING, Integer.MAX_VALUE);
    this.present = new Semaphore(maxPresent);
  }

  /** Serves a request on a thread of its own. Blocks while there is no room for one more. */
  void start(RequestLine request) throws InterruptedException {
    present.acquire();
    Thread worker = Thread.ofVirtual().unstarted(() -> serve(request));
    workers.add(worker);
    worker.start();
  }

  private void serve(RequestLine request) {
    var exchange = new RequestExchange(directory, request, options);
    try {
      String reply = reply(exchange);
      answered.increment(); // first: a client that has its reply finds it counted
      if (reply.isEmpty() || !exchange.deliver(reply)) {
        answered.decrement();
        unanswered.increment();
      }
    } finally {
      workers.remove(Thread.currentThread());
      present.release();
    }
  }

  /** Returns the line to send; empty if no client is there to receive it. */
  private String reply(RequestExchange exchange) {
    try {
      if (!exchange.isThere()) {
        return "";
      }
      String text = exchange.text();
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
    } catch (Throwable t) { // an Error, too, is an answer that the client waits for
      String message = t.getMessage();
      return LineProtocol.error(message == null ? t.toString() : message);
    }
  }

  /** Waits until no request is being served, or until the deadline. */
  void awaitIdle(Deadline deadline) throws InterruptedException {
    if (present.tryAcquire(maxPresent, deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
      present.release(maxPresent); // for a second close
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
