package io.standpipe.kafka.internal.bridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.kafka.internal.service.InterruptibleWait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Writes sessions into the fifo, one whole one after the other. A session is done when its reader
 * has taken the last byte; one whose reader has left before is written again, from its beginning,
 * to the next reader.
 *
 * <p>Its consumer belongs to no group, so it may be away from poll for as long as a reader takes.
 *
 * <p><b>What ends each wait.</b> For a session, and for a reader: one that comes, or close, which
 * interrupts. For records: records, a second's end, or the cut at the end of close's grace, which
 * wakes the consumer. For room in the fifo: the reader reads or leaves, or the cut closes the
 * writer. A writer that is just being taken into use finds {@code isCut} set.
 */
final class SessionDelivery {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long FIRST_LOOK_MILLIS = 1;
  private static final long LONGEST_LOOK_MILLIS = 20;

  private final Consumer<byte[], ByteBuffer> consumer;
  private final SessionFifo fifo;
  private final SessionQueue queue;
  private final Duration silence;
  private final SessionCounts counts;
  private final InterruptibleWait forPartner;

  /**
   * The writer for a session of which nothing was left in the topic: its reader has seen nothing,
   * and gets the next one. The cut closes it.
   */
  private @Nullable PipeWriter spare;

  /** How many bytes of the session the fifo has taken. */
  private long written;

  private volatile @Nullable PipeWriter writer;
  private volatile boolean isCut;

  private enum Outcome {
    /** The reader has taken all of it. */
    TAKEN,
    /** The reader has left before. */
    LEFT,
    /** The rest will not come. */
    NO_END
  }

  SessionDelivery(
      Consumer<byte[], ByteBuffer> consumer,
      SessionFifo fifo,
      SessionQueue queue,
      Duration silence,
      SessionCounts counts,
      InterruptibleWait forPartner) {
    this.consumer = consumer;
    this.fifo = fifo;
    this.queue = queue;
    this.silence = silence;
    this.counts = counts;
    this.forPartner = forPartner;
  }

  /** Delivers the next session; blocks until there is one and a reader has taken it. */
  void deliverNext() throws IOException, InterruptedException {
    Session session = forPartner.run(queue::take);
    while (true) {
      switch (deliver(session)) {
        case TAKEN -> {
          queue.done(session);
          return;
        }
        case NO_END -> {
          counts.sessionDropped();
          queue.done(session);
          return;
        }
        case LEFT -> counts.sessionRepeated();
      }
    }
  }

  private Outcome deliver(Session session) throws IOException, InterruptedException {
    PipeWriter to = spare != null ? spare : forPartner.run(fifo::openWriter);
    spare = null;
    written = 0;
    try {
      writer = to;
      if (isCut) {
        throw new AsynchronousCloseException();
      }
      Widening.widen(to);
      Outcome outcome = write(session, to);
      if (outcome == Outcome.NO_END && written == 0) {
        spare = to;
      }
      return outcome;
    } catch (BrokenPipeException e) {
      return Outcome.LEFT;
    } finally {
      if (spare == null) {
        to.close();
      }
    }
  }

  private Outcome write(Session session, PipeWriter to) throws IOException, InterruptedException {
    byte[] key = session.id().getBytes(US_ASCII);
    consumer.assign(List.of(session.partition()));
    consumer.seek(session.partition(), session.first());
    long records = 0;
    Deadline heard = Deadline.after(silence);
    while (true) {
      for (ConsumerRecord<byte[], ByteBuffer> read : poll()) {
        ChunkHeader header = ChunkHeader.of(read.headers());
        if (header == null || !Arrays.equals(key, read.key()) || header.number() < records) {
          continue;
        }
        if (header.number() > records || header.kind() == ChunkHeader.Kind.ABANDONED) {
          return Outcome.NO_END;
        }
        if (header.kind() == ChunkHeader.Kind.END) {
          return finish(to);
        }
        written += to.write(read.value());
        records++;
        heard = Deadline.after(silence);
      }
      boolean isGone = consumer.position(session.partition()) > session.end();
      if (isGone || (session.isOpen() && heard.hasPassed())) {
        return Outcome.NO_END;
      }
    }
  }

  private Iterable<ConsumerRecord<byte[], ByteBuffer>> poll() throws AsynchronousCloseException {
    try {
      return consumer.poll(POLL);
    } catch (WakeupException e) {
      throw new AsynchronousCloseException();
    }
  }

  /**
   * Waits until the reader has taken the last byte. No event tells that a pipe has become empty, so
   * the kernel is asked, less and less often. A reader that is seen to be gone has taken the last
   * byte if the pipe is empty then, and will not take it otherwise.
   */
  private Outcome finish(PipeWriter to) throws IOException, InterruptedException {
    long pause = FIRST_LOOK_MILLIS;
    while (to.queued() > 0) {
      if (!to.hasReader()) {
        if (to.queued() > 0) {
          return Outcome.LEFT;
        }
        break;
      }
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_LOOK_MILLIS);
    }
    counts.sessionDone(written);
    return Outcome.TAKEN;
  }

  /** Ends a delivery in the middle: its reader sees the end of the stream too early. */
  void cut() {
    isCut = true;
    consumer.wakeup();
    PipeWriter open = writer;
    if (open != null) {
      open.close();
    }
  }
}
