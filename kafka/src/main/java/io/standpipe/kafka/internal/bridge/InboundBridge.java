package io.standpipe.kafka.internal.bridge;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.kafka.internal.client.KafkaFailure;
import io.standpipe.kafka.internal.service.Completion;
import io.standpipe.kafka.internal.service.InterruptibleWait;
import io.standpipe.kafka.internal.service.Service;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads a fifo and writes what comes into a topic, session by session: from the first writer's open
 * until the last writer has left.
 *
 * <p><b>Between two sessions</b> a read end stays open until the next one has met a writer. If it
 * were closed first, what a quick writer leaves in the fifo in that moment would be lost. A writer
 * that opens and closes within it without a byte is not seen.
 *
 * <p><b>What ends each wait.</b> For a writer: a writer, or close, which interrupts. For bytes:
 * bytes, the end, 10 s, or close at the end of its grace, which closes the reader. For room in the
 * producer's memory, and for the acknowledgements at the end of a session: the broker, or close,
 * which closes the producer last. A record that is refused closes the reader from the producer's
 * thread; if that comes before the reader is known, the check before each send finds it.
 */
public final class InboundBridge implements Service {
  /** How often the far side hears of a writer that writes nothing. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  /** For the record that tells of the session's end before its time. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Fifo fifo;
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final Duration grace;
  private final ByteBuffer buffer;
  private final InterruptibleWait forWriter = new InterruptibleWait();
  private final Completion completion = new Completion(1);
  private final SessionCounts counts;
  private volatile @Nullable PipeReader reader;
  private volatile @Nullable IOException refusal;
  private volatile boolean isCut;

  public InboundBridge(
      Fifo fifo,
      String topic,
      Producer<byte[], byte[]> producer,
      int chunkBytes,
      Duration grace,
      SessionCounts counts) {
    this.fifo = fifo;
    this.topic = topic;
    this.producer = producer;
    this.grace = grace;
    this.buffer = ByteBuffer.allocateDirect(chunkBytes);
    this.counts = counts;
  }

  @Override
  public void start() {
    Thread.ofVirtual().name("standpipe-" + this).start(this::run);
  }

  private void run() {
    try {
      takeSessions();
    } catch (InterruptedException e) {
      // Closed between two sessions.
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(KafkaFailure.of(e).during("write into topic " + topic));
    } catch (Error e) {
      fail(new IOException(this + " has ended: " + e, e));
      throw e;
    } finally {
      producer.close(Duration.ZERO);
      completion.threadEnded();
    }
  }

  /** After a close everything fails, and no failure is news. */
  private void fail(IOException e) {
    IOException refused = refusal;
    if (refused != null || !forWriter.isClosed()) {
      completion.fail(refused != null ? refused : e);
    }
  }

  private void takeSessions() throws IOException, InterruptedException {
    try {
      while (true) {
        PipeReader next = forWriter.run(fifo::openReader);
        closeReader();
        reader = next;
        if (isCut) {
          next.close();
        }
        Widening.widen(next);
        takeSession(next);
      }
    } finally {
      closeReader();
    }
  }

  private void closeReader() {
    PipeReader open = reader;
    if (open != null) {
      open.close();
    }
  }

  private void takeSession(PipeReader from) throws IOException {
    var session = new SessionWriter(producer, topic, this::acknowledged);
    boolean whole = false;
    try {
      int n;
      while ((n = read(from)) >= 0) {
        checkRefusal();
        if (n == 0) {
          session.keepAlive();
        } else {
          byte[] chunk = new byte[n];
          buffer.flip().get(chunk);
          session.chunk(chunk);
        }
      }
      session.end();
      checkRefusal();
      whole = true;
      counts.sessionDone(session.bytes());
    } finally {
      if (!whole) {
        counts.sessionDropped();
        abandon(session);
      }
    }
  }

  /** The number of bytes in the buffer; 0 if none came for a while, −1 at the end. */
  private int read(PipeReader from) throws IOException {
    buffer.clear();
    try {
      int n = from.read(buffer, KEEP_ALIVE);
      while (n > 0 && buffer.hasRemaining() && from.available() > 0) {
        n += Math.max(from.read(buffer), 0);
      }
      return n;
    } catch (DeadlineExceededException e) {
      return 0;
    }
  }

  private static void abandon(SessionWriter session) {
    try {
      session.abandon();
    } catch (RuntimeException e) {
      // The far side gives the session up by itself, only later.
    }
  }

  private void checkRefusal() throws IOException {
    IOException refused = refusal;
    if (refused != null) {
      throw refused;
    }
  }

  /** Called by the producer's thread. */
  private void acknowledged(@Nullable RecordMetadata where, @Nullable Exception e) {
    if (e != null && refusal == null) {
      refusal = KafkaFailure.of(e).during("write into topic " + topic);
      closeReader();
    }
  }

  @Override
  public Completion completion() {
    return completion;
  }

  /**
   * Lets the session under way end within the grace, then closes its reader: its writer gets a
   * broken pipe, and the far side drops the session. At last the producer is closed, which ends
   * whatever waits for the broker; so the thread ends, too.
   */
  @Override
  public void close() {
    forWriter.close();
    boolean interrupted = false;
    try {
      if (!completion.awaitQuietly(grace)) {
        cut();
        if (!completion.awaitQuietly(FAREWELL)) {
          producer.close(Duration.ZERO);
          completion.awaitQuietly(FAREWELL);
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    cut();
    producer.close(Duration.ZERO);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A reader that is just being taken into use finds {@code isCut} set. */
  private void cut() {
    isCut = true;
    closeReader();
  }

  /** {@code bridge from fifo /run/x to topic t}. */
  @Override
  public String toString() {
    return "bridge from " + fifo + " to topic " + topic;
  }
}
