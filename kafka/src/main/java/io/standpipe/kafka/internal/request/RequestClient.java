package io.standpipe.kafka.internal.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.fifo.RequestFailedException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import io.standpipe.kafka.internal.client.KafkaFailure;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, and finds the replies to them in one partition of the topic of replies, which it
 * may share with other clients. It reads from the partition's end on, and knows where that is
 * before it sends its first request; so no reply to it can lie before.
 *
 * <p><b>Waiting.</b> A caller waits for its reply, which the reading thread brings; for its time to
 * pass; for an interrupt; or for close, or the reading thread's failure, which fail every request
 * that is open. A request that is registered when that has just happened finds {@code ended} set.
 */
public final class RequestClient implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final String topic;
  private final TopicPartition inbox;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final String name = UUID.randomUUID().toString();
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, Pending> open = new ConcurrentHashMap<>();
  private volatile @Nullable IOException ended;
  private volatile boolean isClosing;

  /** A request whose reply has not come. */
  private record Pending(String text, CompletableFuture<String> answer) {}

  private RequestClient(
      String topic,
      TopicPartition inbox,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.inbox = inbox;
    this.consumer = consumer;
    this.producer = producer;
  }

  /**
   * Finds the end of the partition, for which it blocks, and starts to read there.
   *
   * @param inbox where the replies are to come
   * @throws KafkaException if that is not possible in time; consumer and producer are still open
   */
  public static RequestClient connect(
      String topic,
      TopicPartition inbox,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      Duration limit) {
    consumer.assign(List.of(inbox));
    consumer.seekToEnd(List.of(inbox));
    consumer.position(inbox, limit);
    var client = new RequestClient(topic, inbox, consumer, producer);
    // A platform thread, because Kafka's consumers sleep in the kernel.
    Thread.ofPlatform().daemon().name("standpipe-replies " + topic).start(client::read);
    return client;
  }

  private void read() {
    IOException reason = null;
    try {
      while (!isClosing) {
        try {
          consumer.poll(POLL).forEach(this::receive);
        } catch (WakeupException e) {
          // Closing.
        }
      }
    } catch (KafkaException e) {
      reason = KafkaFailure.of(e).during("read replies from " + inbox);
    } catch (RuntimeException | Error e) {
      reason = new IOException("read replies from " + inbox + ": " + e, e);
    } finally {
      end(reason);
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private void receive(ConsumerRecord<byte[], byte[]> received) {
    String correlation = HeaderText.get(received.headers(), Call.CORRELATION);
    ReplyKind kind = ReplyKind.of(received.headers());
    Pending request = correlation == null || kind == null ? null : open.get(correlation);
    if (request == null) {
      return; // another client's, or a second reply
    }
    String text = received.value() == null ? "" : new String(received.value(), UTF_8);
    if (kind == ReplyKind.OK) {
      request.answer.complete(text);
    } else {
      request.answer.completeExceptionally(new RequestFailedException(request.text, text));
    }
  }

  /** From now on requests fail; with null because of close. */
  private void end(@Nullable IOException reason) {
    ended = reason == null ? new ClosedChannelException() : reason;
    for (Pending request : open.values()) {
      request.answer.completeExceptionally(
          reason == null ? new AsynchronousCloseException() : reason);
    }
  }

  /** Sends a request and waits for the answer; any number of threads may do so. */
  public String ask(String text, Duration limit) throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    byte[] value = StrictText.bytes(text);
    String correlation = name + "-" + numbers.incrementAndGet();
    var request = new Pending(text, new CompletableFuture<>());
    open.put(correlation, request);
    var sent = new AtomicBoolean();
    Thread sending = null;
    try {
      IOException reason = ended;
      if (reason != null) {
        throw reason;
      }
      ProducerRecord<byte[], byte[]> asked = record(correlation, value, deadline);
      // The producer may wait for its memory, or for news of the cluster, longer than the caller.
      sending = Thread.startVirtualThread(() -> send(asked, request, sent));
      return await(request, sent, deadline);
    } finally {
      open.remove(correlation);
      if (sending != null && !sent.get()) {
        sending.interrupt();
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      String correlation, byte[] value, Deadline deadline) {
    var asked = new ProducerRecord<byte[], byte[]>(topic, value);
    new Call(correlation, inbox.topic(), inbox.partition(), Call.withinMillis(deadline))
        .addTo(asked.headers());
    return asked;
  }

  /** Sets {@code sent} when the brokers have the request. */
  private void send(ProducerRecord<byte[], byte[]> asked, Pending request, AtomicBoolean sent) {
    try {
      var _ =
          producer.send(
              asked,
              (_, failure) -> {
                if (failure == null) {
                  sent.set(true);
                } else {
                  request.answer.completeExceptionally(refusal(failure));
                }
              });
    } catch (RuntimeException e) {
      request.answer.completeExceptionally(refusal(e));
    }
  }

  private IOException refusal(Exception failure) {
    return KafkaFailure.of(failure).during("send a request to topic " + topic);
  }

  private String await(Pending request, AtomicBoolean sent, Deadline deadline)
      throws IOException, InterruptedException {
    try {
      return request.answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new DeadlineExceededException(
          "ask the server of topic " + topic,
          deadline.limit(),
          sent.get()
              ? "the request is in the topic, and no server has answered; is one running?"
              : "the brokers have not confirmed the request");
    } catch (ExecutionException e) {
      throw failure(request.text, e.getCause());
    }
  }

  /** With the caller's stack: the exception comes from another thread. */
  private IOException failure(String text, @Nullable Throwable cause) {
    return switch (cause) {
      case RequestFailedException e -> new RequestFailedException(text, e.answer());
      case AsynchronousCloseException _ -> new AsynchronousCloseException();
      case IOException e -> e;
      case null, default -> new IOException(this + " has failed", cause);
    };
  }

  /** Ends requests in flight. Does not wait for brokers. */
  @Override
  public void close() {
    isClosing = true;
    consumer.wakeup();
    end(null);
    producer.close(Duration.ZERO);
  }

  /** {@code client of topic requests}. */
  @Override
  public String toString() {
    return "client of topic " + topic;
  }
}
