package io.standpipe.kafka.internal.lane;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How often the program has failed at one record. It is kept where it survives a worker: in the
 * metadata of the partition's committed offset, which is that record's. A commit of a later offset
 * has no such metadata, which is the count's end.
 *
 * @param offset the record's
 * @param count at least 1
 */
record Attempts(long offset, int count) {
  private static final Pattern METADATA = Pattern.compile("standpipe failures=([0-9]{1,9})");

  /** What an earlier worker has left; null if the record at this offset has not failed. */
  static @Nullable Attempts of(@Nullable OffsetAndMetadata committed) {
    if (committed == null) {
      return null;
    }
    Matcher metadata = METADATA.matcher(committed.metadata());
    return metadata.matches()
        ? new Attempts(committed.offset(), Integer.parseInt(metadata.group(1)))
        : null;
  }

  /** One more at this offset. */
  static Attempts after(@Nullable Attempts before, long offset) {
    return before != null && before.offset == offset
        ? new Attempts(offset, before.count + 1)
        : new Attempts(offset, 1);
  }

  /** A commit that moves the partition nowhere. */
  OffsetAndMetadata commit() {
    return new OffsetAndMetadata(offset, "standpipe failures=" + count);
  }
}
