package io.standpipe.kafka.internal.request;

import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What a reply is; the header {@code standpipe.reply} says it, and the value is its text. */
enum ReplyKind {
  /** The value is the answer. */
  OK,
  /** The value is what went wrong, in the server's words. */
  ERROR;

  private static final String NAME = "standpipe.reply";

  void addTo(Headers headers) {
    HeaderText.add(headers, NAME, name().toLowerCase(Locale.ROOT));
  }

  /** Of a record; null if it is not a reply. */
  static @Nullable ReplyKind of(Headers headers) {
    return switch (HeaderText.get(headers, NAME)) {
      case "ok" -> OK;
      case "error" -> ERROR;
      case null, default -> null;
    };
  }
}
