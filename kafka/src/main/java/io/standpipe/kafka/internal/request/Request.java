package io.standpipe.kafka.internal.request;

import io.standpipe.internal.ready.Deadline;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A request at the server.
 *
 * @param deadline when its client gives up
 */
record Request(ConsumerRecord<byte[], byte[]> received, Call call, Deadline deadline) {
  TopicPartition partition() {
    return new TopicPartition(received.topic(), received.partition());
  }

  byte[] text() {
    byte[] value = received.value();
    return value == null ? new byte[0] : value;
  }
}
