package io.standpipe.kafka.internal.bridge;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Of a value, only its length: the scanner copies no bytes. */
public final class LengthDeserializer implements Deserializer<Integer> {
  @Override
  public Integer deserialize(String topic, byte[] value) {
    return value == null ? 0 : value.length;
  }

  @Override
  public Integer deserialize(String topic, Headers headers, ByteBuffer value) {
    return value == null ? 0 : value.remaining();
  }
}
