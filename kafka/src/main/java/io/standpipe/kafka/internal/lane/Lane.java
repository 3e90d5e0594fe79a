package io.standpipe.kafka.internal.lane;

import io.standpipe.RestartPolicy;
import io.standpipe.Restarts;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.client.ClientSettings;
import io.standpipe.kafka.internal.client.KafkaFailure;
import io.standpipe.kafka.worker.Delivery;
import io.standpipe.kafka.worker.WorkerStatus.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * One consumer, one producer and one program, and the thread that works with them. If the brokers
 * no longer accept one of the clients, because this process was suspended for too long or the
 * cluster had trouble, all three are closed and made anew; what was not committed is read again, by
 * this lane or another one.
 */
final class Lane implements Runnable {
  private final LaneSettings settings;
  private final ClientSettings clients;
  private final String group;
  private final String transactionalId;
  private final LaneCounters counters;
  private final Consumer<KafkaTaskException> onFailure;
  private final Restarts rebuilds;
  private final Fences fences = new Fences();
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param onFailure is told why the lane ends if it does so by itself
   */
  Lane(
      LaneSettings settings,
      ClientSettings clients,
      String group,
      String transactionalId,
      LaneCounters counters,
      Consumer<KafkaTaskException> onFailure) {
    this.settings = settings;
    this.clients = clients;
    this.group = group;
    this.transactionalId = transactionalId;
    this.counters = counters;
    this.onFailure = onFailure;
    this.rebuilds =
        RestartPolicy.standard().delays(Duration.ofMillis(100), Duration.ofSeconds(10)).begin();
  }

  /**
   * Makes the clients and closes them again, without asking a broker.
   *
   * @throws KafkaTaskException if the user's properties do not fit
   */
  void check() throws KafkaTaskException {
    clients.consumer(consumerProperties()).close(CloseOptions.timeout(Duration.ZERO));
    clients.producer(producerProperties()).close(Duration.ZERO);
  }

  @Override
  public void run() {
    try {
      while (!isClosing()) {
        work();
      }
    } catch (KafkaTaskException e) {
      onFailure.accept(e);
    } catch (InterruptedException e) {
      // Its worker does not wait any longer.
    } catch (RuntimeException | Error e) {
      onFailure.accept(KafkaFailure.of(e).during("work at " + this));
    }
  }

  /** Asks it to commit what was answered, and to end. Does not block. */
  void close() {
    closing.countDown();
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Works with new clients until it is closed, or they are of no use any more. */
  private void work() throws KafkaTaskException, InterruptedException {
    long before = counters.transactions.sum();
    counters.waiting = Waiting.BROKER;
    try (var consumer = clients.consumer(consumerProperties());
        LaneWork work = work(consumer, output(consumer))) {
      work.run(this::isClosing);
    } catch (InterruptException e) {
      throw KafkaFailure.interrupted(e);
    } catch (KafkaException e) {
      if (counters.transactions.sum() > before) {
        rebuilds.succeeded();
      }
      pause(e);
    }
  }

  private LaneWork work(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, Output output) {
    return settings.program().perTransaction()
        ? new BatchRun(settings, counters, consumer, output)
        : new LaneRun(settings, counters, consumer, output);
  }

  private Output output(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer)
      throws KafkaTaskException {
    long batchBytes = clients.producerNumber(ProducerConfig.BATCH_SIZE_CONFIG);
    Producer<byte[], byte[]> producer = clients.producer(producerProperties());
    boolean made = false;
    try {
      Output output =
          settings.delivery() == Delivery.EXACTLY_ONCE
              ? new TransactionalOutput(producer, batchBytes, settings.closing())
              : new AcknowledgedOutput(producer, batchBytes, consumer, settings.closing());
      made = true;
      return output;
    } finally {
      if (!made) {
        producer.close(Duration.ZERO);
      }
    }
  }

  private Map<String, Object> consumerProperties() {
    return Map.of(
        ConsumerConfig.GROUP_ID_CONFIG, group,
        ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
  }

  private Map<String, Object> producerProperties() {
    Map<String, Object> needed = new HashMap<>();
    needed.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    needed.put(ProducerConfig.ACKS_CONFIG, "all");
    if (settings.delivery() == Delivery.EXACTLY_ONCE) {
      needed.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }
    return needed;
  }

  /** Waits before the clients are made anew. A close ends the wait. */
  private void pause(KafkaException cause) throws KafkaTaskException, InterruptedException {
    KafkaFailure failure = KafkaFailure.of(cause);
    boolean refused = failure.reason() == Reason.REFUSED || failure.reason() == Reason.NO_TOPIC;
    if (refused || (failure.reason() == Reason.FENCED && fences.areTooMany())) {
      throw failure.during("work at " + this);
    }
    Optional<Duration> delay = rebuilds.next();
    if (delay.isEmpty()) {
      throw failure.during("work at " + this);
    }
    counters.aborts.increment();
    boolean _ = closing.await(delay.get().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** {@code lane orders-to-words-0 from in to out}. */
  @Override
  public String toString() {
    return "lane " + transactionalId + " from " + settings.from() + " to " + settings.to();
  }
}
