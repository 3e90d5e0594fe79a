package io.standpipe.kafka.internal.request;

import io.standpipe.fifo.RequestHandler;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.kafka.internal.client.KafkaFailure;
import io.standpipe.kafka.internal.service.Completion;
import io.standpipe.kafka.internal.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests from a topic, as a member of a group, and has them answered ({@link
 * RequestWorkers}). An offset is committed when all requests before it are done, now and then: what
 * is not committed when a server dies, the next one answers again.
 *
 * <p><b>Waiting.</b> The thread waits in poll alone: a request wakes it, {@link #close}, room for
 * more where there was none, or the time to commit. A wake that comes while it does not wait makes
 * the next poll return at once.
 */
public final class RequestServer implements Service, ConsumerRebalanceListener {
  private static final Duration IDLE_POLL = Duration.ofSeconds(1);
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(200);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  /** Rounds in a row, with pauses from 20 ms to 5 s between them. */
  private static final int MOST_FAILURES = 9;

  private static final long PAUSE_MILLIS = 10;

  private final String topic;
  private final String replies;
  private final int replyPartitions;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Duration grace;
  private final RequestWorkers workers;
  private final OffsetsInProgress offsets = new OffsetsInProgress();
  private final RequestAges ages = new RequestAges();
  private final Completion completion = new Completion(1);
  private final LongAdder malformed = new LongAdder();
  private Deadline commitAt = Deadline.NOW;
  private boolean isDirty;
  private volatile @Nullable KafkaException commitFailure;
  private volatile boolean isPaused;
  private volatile boolean isClosing;

  /**
   * @param consumer a member of the group, not subscribed yet
   * @param replyPartitions how many partitions the topic of the replies has
   */
  public RequestServer(
      String topic,
      String replies,
      int replyPartitions,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      RequestHandler handler,
      int maxInFlight,
      Duration grace) {
    this.topic = topic;
    this.replies = replies;
    this.replyPartitions = replyPartitions;
    this.consumer = consumer;
    this.producer = producer;
    this.grace = grace;
    this.workers =
        new RequestWorkers(handler, producer, replies, maxInFlight, this::done, this::refused);
  }

  @Override
  public void start() {
    // A platform thread, because Kafka's consumers sleep in the kernel.
    Thread.ofPlatform().daemon().name("standpipe-serve " + topic).start(this::run);
  }

  private void run() {
    try {
      consumer.subscribe(List.of(topic), this);
      int failures = 0;
      while (!isClosing) {
        failures = round(failures);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other code knows this thread", e);
    } catch (KafkaException e) {
      fail(KafkaFailure.of(e));
    } catch (RuntimeException | Error e) {
      completion.fail(new IOException(this + " hears no requests any more: " + e, e));
    } finally {
      finish();
      completion.threadEnded();
    }
  }

  private void fail(KafkaFailure failure) {
    completion.fail(failure.during("serve requests from topic " + topic));
  }

  /** Returns how many rounds in a row have failed. */
  private int round(int failures) throws InterruptedException {
    try {
      round();
      return 0;
    } catch (KafkaException e) {
      KafkaFailure failure = KafkaFailure.of(e);
      boolean mayPass = failure.isTransient() || failure.isMembershipLost();
      if (!mayPass || failures == MOST_FAILURES) {
        throw e;
      }
      Thread.sleep(PAUSE_MILLIS << failures);
      consumer.unsubscribe();
      consumer.subscribe(List.of(topic), this);
      return failures + 1;
    }
  }

  private void round() {
    pauseIfFull();
    try {
      ConsumerRecords<byte[], byte[]> received =
          consumer.poll(isDirty ? COMMIT_INTERVAL : IDLE_POLL);
      received.forEach(this::take);
      isDirty |= !received.isEmpty();
    } catch (WakeupException e) {
      // There is room again, or this is the end.
    }
    long now = System.nanoTime();
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.currentLag(partition).orElse(1) == 0) {
        ages.endSeen(partition, now);
      }
    }
    commitNowAndThen();
    KafkaException failure = commitFailure;
    if (failure != null) {
      throw failure;
    }
  }

  /** The flag stands before the second look, so a worker that makes room in between wakes us. */
  private void pauseIfFull() {
    isPaused = workers.isFull();
    if (isPaused && !workers.isFull()) {
      isPaused = false;
    }
    if (isPaused) {
      consumer.pause(consumer.assignment());
    } else if (!consumer.paused().isEmpty()) {
      consumer.resume(consumer.paused());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> received) {
    var partition = new TopicPartition(received.topic(), received.partition());
    offsets.begin(partition, received.offset());
    Call call = Call.of(received.headers());
    boolean isOurs =
        call != null && call.replies().equals(replies) && call.partition() < replyPartitions;
    if (call == null || !isOurs) {
      malformed.increment();
      offsets.done(partition, received.offset());
      return;
    }
    workers.start(new Request(received, call, deadline(partition, received, call)));
  }

  private Deadline deadline(
      TopicPartition partition, ConsumerRecord<byte[], byte[]> received, Call call) {
    if (call.withinMillis() == Call.FOREVER) {
      return Deadline.NEVER;
    }
    long age =
        ages.millis(partition, received.timestamp(), System.currentTimeMillis(), System.nanoTime());
    return Deadline.after(Duration.ofMillis(call.withinMillis()).minusMillis(age));
  }

  private void done(Request request) {
    offsets.done(request.partition(), request.received().offset());
    if (isPaused && !workers.isFull()) {
      consumer.wakeup();
    }
  }

  private void refused(KafkaFailure failure) {
    fail(failure);
    isClosing = true;
    consumer.wakeup();
  }

  private void commitNowAndThen() {
    if (!commitAt.hasPassed()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> taken = offsets.takeCommittable();
    if (!taken.isEmpty()) {
      // A commit that failed gets null for its offsets from the consumer of the new protocol.
      consumer.commitAsync(taken, (_, failure) -> noticeCommit(taken, failure));
    }
    isDirty = !taken.isEmpty() || !workers.isIdle();
    commitAt = Deadline.after(COMMIT_INTERVAL);
  }

  private void noticeCommit(
      Map<TopicPartition, OffsetAndMetadata> committed, @Nullable Exception failure) {
    if (failure != null) {
      offsets.notCommitted(committed.keySet());
      if (failure instanceof AuthorizationException e) {
        commitFailure = e;
      }
    }
  }

  /** A wake that was meant for poll may end the first try. */
  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> taken = offsets.takeCommittable();
    for (int i = 0; i < 2 && !taken.isEmpty(); i++) {
      try {
        consumer.commitSync(taken, FAREWELL);
        return;
      } catch (WakeupException e) {
        // Again.
      } catch (KafkaException e) {
        return; // the next server answers some requests again
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commit();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    offsets.forget(partitions);
    ages.forget(partitions);
  }

  /** Requests at work are answered, within the grace; then what they were is committed. */
  private void finish() {
    try {
      Deadline deadline = Deadline.after(grace);
      if (!workers.awaitIdle(deadline.left())) {
        workers.interrupt();
      }
      producer.close(longer(deadline.left(), FAREWELL));
      commit();
      consumer.close(CloseOptions.timeout(FAREWELL));
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other code knows this thread", e);
    } catch (KafkaException e) {
      // What was not committed, the next server answers again.
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  @Override
  public Completion completion() {
    return completion;
  }

  public long answered() {
    return workers.answered();
  }

  public long unanswered() {
    return workers.unanswered();
  }

  public long malformed() {
    return malformed.sum();
  }

  @Override
  public void close() {
    isClosing = true;
    consumer.wakeup();
    try {
      completion.awaitQuietly(grace.plus(FAREWELL.multipliedBy(3)));
    } catch (InterruptedException e) {
      workers.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /** {@code server of topic requests}. */
  @Override
  public String toString() {
    return "server of topic " + topic;
  }
}
