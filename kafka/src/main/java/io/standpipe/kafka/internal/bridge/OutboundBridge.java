package io.standpipe.kafka.internal.bridge;

import io.standpipe.kafka.internal.client.KafkaFailure;
import io.standpipe.kafka.internal.service.Completion;
import io.standpipe.kafka.internal.service.InterruptibleWait;
import io.standpipe.kafka.internal.service.Service;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Reads sessions from a topic and writes each into a fifo, for one reader each.
 *
 * <p>Two threads: one scans ({@link SessionScanner}), one delivers ({@link SessionDelivery}). They
 * are platform threads, because Kafka's consumers sleep in the kernel. If one of them fails, the
 * bridge is closed by a third, with the usual grace for the session under way.
 */
public final class OutboundBridge implements Service {
  /** For the last commit, and for leaving the group. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** Rounds in a row, with pauses from 20 ms to 5 s between them. */
  private static final int MOST_FAILURES = 9;

  private static final long PAUSE_MILLIS = 10;

  private final String topic;
  private final Path path;
  private final Duration grace;
  private final Consumer<byte[], Integer> scanning;
  private final Consumer<byte[], ByteBuffer> delivering;
  private final SessionScanner scanner;
  private final SessionDelivery delivery;
  private final InterruptibleWait forPartner = new InterruptibleWait();
  private final Completion delivered = new Completion(1);
  private final Completion completion = new Completion(2);
  private volatile boolean isClosing;

  /**
   * @param consumers not subscribed yet; the bridge closes them
   * @param atOnce whether to deliver a session from its first record on
   * @param silence how long a session without an end may be silent
   */
  public OutboundBridge(
      String topic,
      Path path,
      BridgeConsumers consumers,
      boolean atOnce,
      Duration silence,
      Duration grace,
      SessionCounts counts)
      throws IOException {
    this.topic = topic;
    this.path = path;
    this.grace = grace;
    this.scanning = consumers.scanning();
    this.delivering = consumers.delivering();
    var queue = new SessionQueue();
    this.scanner = new SessionScanner(scanning, topic, queue, atOnce, silence, counts);
    this.delivery =
        new SessionDelivery(delivering, SessionFifo.at(path), queue, silence, counts, forPartner);
  }

  @Override
  public void start() {
    Thread.ofPlatform().daemon().name("standpipe-scan " + topic).start(this::scan);
    Thread.ofPlatform().daemon().name("standpipe-deliver " + topic).start(this::deliver);
  }

  private void scan() {
    try {
      scanner.subscribe();
      int failures = 0;
      while (!isClosing) {
        failures = round(failures);
      }
      scanner.finish();
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other code knows this thread", e);
    } catch (KafkaException e) {
      fail(KafkaFailure.of(e).during("read sessions from topic " + topic));
    } catch (RuntimeException | Error e) {
      fail(new IOException(this + " has ended: " + e, e));
    } finally {
      leaveGroup();
      completion.threadEnded();
    }
  }

  /** Returns how many rounds in a row have failed. */
  private int round(int failures) throws InterruptedException {
    try {
      scanner.round();
      return 0;
    } catch (KafkaException e) {
      KafkaFailure failure = KafkaFailure.of(e);
      boolean mayPass = failure.isTransient() || failure.isMembershipLost();
      if (!mayPass || failures == MOST_FAILURES) {
        throw e;
      }
      Thread.sleep(PAUSE_MILLIS << failures);
      scanner.rejoin();
      return failures + 1;
    }
  }

  private void leaveGroup() {
    try {
      scanning.close(CloseOptions.timeout(FAREWELL));
    } catch (KafkaException e) {
      // The group finds out by itself; some sessions may be delivered again.
    }
  }

  private void deliver() {
    try {
      while (true) {
        delivery.deliverNext();
        scanner.wake();
      }
    } catch (InterruptedException e) {
      // Closed between two sessions.
    } catch (IOException e) {
      fail(e);
    } catch (KafkaException e) {
      fail(KafkaFailure.of(e).during("read a session from topic " + topic));
    } catch (RuntimeException | Error e) {
      fail(new IOException(this + " has ended: " + e, e));
    } finally {
      delivering.close(CloseOptions.timeout(Duration.ZERO));
      delivered.threadEnded();
      completion.threadEnded();
    }
  }

  private void fail(IOException reason) {
    if (!forPartner.isClosed() && completion.fail(reason)) {
      Thread.ofVirtual().name("standpipe-end " + topic).start(this::close);
    }
  }

  @Override
  public Completion completion() {
    return completion;
  }

  /**
   * Lets the session under way end within the grace, and cuts it then. What was delivered is
   * committed. Both threads have ended when this returns, or will within moments.
   */
  @Override
  public void close() {
    forPartner.close();
    boolean interrupted = false;
    try {
      delivered.awaitQuietly(grace);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    delivery.cut();
    try {
      delivered.awaitQuietly(FAREWELL);
      isClosing = true;
      scanner.wake();
      completion.awaitQuietly(FAREWELL.multipliedBy(4)); // two commits, and leaving
    } catch (InterruptedException e) {
      interrupted = true;
      isClosing = true;
      scanner.wake();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@code bridge from topic t to fifo /run/x}. */
  @Override
  public String toString() {
    return "bridge from topic " + topic + " to fifo " + path;
  }
}
