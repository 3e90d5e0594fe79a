package io.standpipe.kafka.internal.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers as text, so that every tool shows them. */
final class HeaderText {
  private HeaderText() {}

  static void add(Headers headers, String name, String text) {
    headers.add(name, text.getBytes(UTF_8));
  }

  static @Nullable String get(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
