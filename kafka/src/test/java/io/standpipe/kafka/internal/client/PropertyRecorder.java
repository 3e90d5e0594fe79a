package io.standpipe.kafka.internal.client;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A plugin of a client that remembers which properties it was given. */
public final class PropertyRecorder implements ProducerInterceptor<byte[], byte[]> {
  static volatile Map<String, ?> seen = Map.of();

  @Override
  public void configure(Map<String, ?> properties) {
    seen = Map.copyOf(properties);
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> sent) {
    return sent;
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata where, @Nullable Exception failure) {}

  @Override
  public void close() {}
}
