package io.standpipe.kafka.internal.request;

import io.standpipe.internal.ready.Deadline;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request say. The value is its text, in UTF-8.
 *
 * <p>The time that is left travels as a length, {@code standpipe.within}, because the clocks of two
 * machines differ. {@link RequestAges} tells what is left of it at the server.
 *
 * @param correlation goes back with the reply
 * @param replies the topic that the client reads
 * @param partition its partition of that topic
 * @param withinMillis how long the client waits, from the sending on; {@link #FOREVER} if it does
 *     not say
 */
record Call(String correlation, String replies, int partition, long withinMillis) {
  static final String CORRELATION = "standpipe.correlation";

  private static final String REPLY_TOPIC = "standpipe.reply-topic";
  private static final String REPLY_PARTITION = "standpipe.reply-partition";
  private static final String WITHIN = "standpipe.within";

  static final long FOREVER = Long.MAX_VALUE;

  static long withinMillis(Deadline deadline) {
    return deadline.isNever() ? FOREVER : TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
  }

  void addTo(Headers headers) {
    HeaderText.add(headers, CORRELATION, correlation);
    HeaderText.add(headers, REPLY_TOPIC, replies);
    HeaderText.add(headers, REPLY_PARTITION, Integer.toString(partition));
    if (withinMillis != FOREVER) {
      HeaderText.add(headers, WITHIN, withinMillis + "ms");
    }
  }

  /** Of a record; null if it is not a request. */
  static @Nullable Call of(Headers headers) {
    String correlation = HeaderText.get(headers, CORRELATION);
    String replies = HeaderText.get(headers, REPLY_TOPIC);
    OptionalInt partition = partition(HeaderText.get(headers, REPLY_PARTITION));
    if (correlation == null || replies == null || partition.isEmpty()) {
      return null;
    }
    String within = HeaderText.get(headers, WITHIN);
    try {
      return new Call(correlation, replies, partition.getAsInt(), millis(within));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static OptionalInt partition(@Nullable String text) {
    try {
      return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static long millis(@Nullable String within) {
    if (within == null) {
      return FOREVER;
    }
    if (!within.endsWith("ms")) {
      throw new NumberFormatException(within);
    }
    return Long.parseLong(within, 0, within.length() - "ms".length(), 10);
  }
}
