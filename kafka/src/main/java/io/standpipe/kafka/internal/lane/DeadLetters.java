package io.standpipe.kafka.internal.lane;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The records of the dead letter topic: key, value, headers and timestamp as they came, and headers
 * that tell where from and why:
 *
 * <ul>
 *   <li>{@code standpipe.topic}, {@code standpipe.partition}, {@code standpipe.offset}: its origin
 *   <li>{@code standpipe.reason}: in words
 *   <li>{@code standpipe.failures}: how often the program failed at it
 *   <li>{@code standpipe.exit}: how the program ended, such as {@code exited with code 1}
 *   <li>{@code standpipe.stderr}: the last of what the program wrote there
 *   <li>{@code standpipe.diagnosis}: what the doctor said about a program that did not answer
 * </ul>
 */
final class DeadLetters {
  private static final String PREFIX = "standpipe.";

  private final String topic;

  DeadLetters(String topic) {
    this.topic = topic;
  }

  ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> from, Blame blame, int failures) {
    Headers headers = new RecordHeaders(from.headers());
    add(headers, "topic", from.topic());
    add(headers, "partition", Integer.toString(from.partition()));
    add(headers, "offset", Long.toString(from.offset()));
    add(headers, "reason", blame.reason());
    add(headers, "failures", Integer.toString(failures));
    add(headers, "exit", blame.exit());
    add(headers, "stderr", blame.stderr());
    add(headers, "diagnosis", blame.diagnosis());
    Long timestamp = OutputRecords.timestamp(from);
    return new ProducerRecord<>(topic, null, timestamp, from.key(), from.value(), headers);
  }

  private static void add(Headers headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.add(PREFIX + name, value.getBytes(UTF_8));
    }
  }
}
