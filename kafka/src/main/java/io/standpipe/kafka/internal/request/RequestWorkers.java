package io.standpipe.kafka.internal.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.fifo.RequestHandler;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.client.KafkaFailure;
import java.io.CharConversionException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests, each on a virtual thread of its own, and sends the replies. Of those, some are
 * at the handler at the same time; the rest wait for that. A request fails alone, whatever its
 * handler throws.
 *
 * <p>A request is done when the brokers have its reply, when its client has given up, or when its
 * reply can never be delivered.
 */
final class RequestWorkers {
  /** How many wait for the handler, beyond those at the handler. */
  private static final int WAITING = 256;

  private final RequestHandler handler;
  private final Producer<byte[], byte[]> producer;
  private final String replies;
  private final int maxInFlight;
  private final Consumer<Request> done;
  private final Consumer<KafkaFailure> refused;
  private final Semaphore working;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<Request> open = ConcurrentHashMap.newKeySet();
  private final LongAdder answered = new LongAdder();
  private final LongAdder unanswered = new LongAdder();

  /**
   * @param done told of each request that is done
   * @param refused told if the server may not write replies at all
   */
  RequestWorkers(
      RequestHandler handler,
      Producer<byte[], byte[]> producer,
      String replies,
      int maxInFlight,
      Consumer<Request> done,
      Consumer<KafkaFailure> refused) {
    this.handler = handler;
    this.producer = producer;
    this.replies = replies;
    this.maxInFlight = maxInFlight;
    this.done = done;
    this.refused = refused;
    this.working = new Semaphore(maxInFlight, true);
  }

  boolean isFull() {
    return open.size() >= maxInFlight + WAITING;
  }

  /** Whether every request is done. */
  boolean isIdle() {
    return open.isEmpty();
  }

  /** Serves it on a thread of its own. Does not block. */
  void start(Request request) {
    open.add(request);
    try {
      Thread thread = Thread.ofVirtual().unstarted(() -> serve(request));
      threads.add(thread);
      thread.start();
    } catch (OutOfMemoryError e) {
      fail(request, e);
    }
  }

  private void serve(Request request) {
    try {
      String answer = answer(request);
      if (answer == null) {
        finish(request, false);
      } else {
        send(request, ReplyKind.OK, answer);
      }
    } catch (InterruptedException e) {
      open.remove(request); // the server is being closed: the next one serves the request
    } catch (Throwable t) { // an Error, too, is an answer that the client waits for
      fail(request, t);
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** Whatever happens, the request must not hold up the commit of those behind it. */
  private void fail(Request request, Throwable t) {
    boolean isSent = false;
    try {
      String message = t.getMessage();
      send(request, ReplyKind.ERROR, message == null ? t.toString() : message);
      isSent = true;
    } finally {
      if (!isSent) {
        finish(request, false);
      }
    }
  }

  /** Null if the client gives up before its request's turn comes. */
  private @Nullable String answer(Request request) throws Exception {
    Deadline deadline = request.deadline();
    if (!working.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
      return null;
    }
    try {
      if (deadline.hasPassed()) {
        return null;
      }
      String text = decode(request.text());
      String answer =
          Objects.requireNonNull(handler.answer(text, deadline.left()), "there is no answer: null");
      StrictText.check(answer);
      return answer;
    } finally {
      working.release();
    }
  }

  private static String decode(byte[] text) throws CharConversionException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      var thrown = new CharConversionException("the request is not UTF-8");
      thrown.initCause(e);
      throw thrown;
    }
  }

  private void send(Request request, ReplyKind kind, String text) {
    Call call = request.call();
    var reply =
        new ProducerRecord<byte[], byte[]>(replies, call.partition(), null, text.getBytes(UTF_8));
    kind.addTo(reply.headers());
    HeaderText.add(reply.headers(), Call.CORRELATION, call.correlation());
    try {
      var _ = producer.send(reply, (_, failure) -> sent(request, kind, text, failure));
    } catch (RuntimeException e) {
      sent(request, kind, text, e);
    }
  }

  /** On the producer's thread, or on the caller's if nothing could be sent. */
  private void sent(Request request, ReplyKind kind, String text, @Nullable Exception failure) {
    if (failure == null) {
      finish(request, true);
      return;
    }
    KafkaFailure why = KafkaFailure.of(failure);
    if (why.cause() instanceof RecordTooLargeException && kind == ReplyKind.OK) {
      send(
          request,
          ReplyKind.ERROR,
          "the answer has %d characters, and is too large for a record of topic %s"
              .formatted(text.length(), replies));
      return;
    }
    if (why.reason() == Reason.REFUSED) {
      refused.accept(why); // not done: the next server may be allowed to
    } else {
      finish(request, false);
    }
  }

  private void finish(Request request, boolean isAnswered) {
    (isAnswered ? answered : unanswered).increment();
    if (open.remove(request)) {
      done.accept(request);
    }
  }

  /** Waits until every request is done, or for {@code limit}: whether they are. */
  boolean awaitIdle(Duration limit) throws InterruptedException {
    Deadline deadline = Deadline.after(limit);
    for (Thread thread : threads) {
      if (!thread.join(deadline.left())) {
        return false;
      }
    }
    return true;
  }

  void interrupt() {
    threads.forEach(Thread::interrupt);
  }

  long answered() {
    return answered.sum();
  }

  long unanswered() {
    return unanswered.sum();
  }
}
