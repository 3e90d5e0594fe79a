package io.standpipe.kafka.internal.bridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.UUID;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes one session into a topic. A send waits only while the producer's memory is full: that is
 * how back-pressure reaches the fifo. For one thread.
 */
final class SessionWriter {
  private static final byte[] NOTHING = new byte[0];

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Callback acknowledged;
  private final byte[] id = UUID.randomUUID().toString().getBytes(US_ASCII);
  private long records;
  private long bytes;

  /**
   * @param acknowledged told of every record
   */
  SessionWriter(Producer<byte[], byte[]> producer, String topic, Callback acknowledged) {
    this.producer = producer;
    this.topic = topic;
    this.acknowledged = acknowledged;
  }

  void chunk(byte[] chunk) {
    bytes += chunk.length;
    send(ChunkHeader.chunk(records), chunk);
  }

  /** Tells the far side that the writer is there, although it writes nothing. */
  void keepAlive() {
    send(ChunkHeader.chunk(records), NOTHING);
  }

  /** Ends it, and waits until the brokers have all of it. */
  void end() {
    send(ChunkHeader.end(records, bytes), NOTHING);
    producer.flush();
  }

  /** The far side drops what it has seen of the session. Without this it would have to wait. */
  void abandon() {
    send(ChunkHeader.abandoned(records), NOTHING);
    producer.flush();
  }

  private void send(ChunkHeader header, byte[] value) {
    var sent = new ProducerRecord<>(topic, id, value);
    header.addTo(sent.headers());
    var _ = producer.send(sent, acknowledged);
    records++;
  }

  /** Bytes of the session so far. */
  long bytes() {
    return bytes;
  }
}
