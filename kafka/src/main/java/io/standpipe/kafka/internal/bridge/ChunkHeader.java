package io.standpipe.kafka.internal.bridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a record is within its session. The record's key is the session's id, so that all of a
 * session is in one partition, in order; its value is a chunk of the bytes.
 *
 * <p>The header {@code standpipe.session} is text, so that every tool shows it: {@code chunk 17},
 * {@code end 18 9437184} or {@code abandoned 18}. An empty chunk tells that the writer is still
 * there.
 *
 * @param kind what the record says
 * @param number how many records of the session come before it
 * @param bytes at the end, the length of the whole session
 */
record ChunkHeader(Kind kind, long number, long bytes) {
  static final String NAME = "standpipe.session";

  enum Kind {
    /** The value is the next chunk. */
    CHUNK,
    /** The last writer has closed the fifo: the session is whole. */
    END,
    /** The bridge was closed before the writer's end: the session is not to be delivered. */
    ABANDONED
  }

  static ChunkHeader chunk(long number) {
    return new ChunkHeader(Kind.CHUNK, number, 0);
  }

  static ChunkHeader end(long number, long bytes) {
    return new ChunkHeader(Kind.END, number, bytes);
  }

  static ChunkHeader abandoned(long number) {
    return new ChunkHeader(Kind.ABANDONED, number, 0);
  }

  void addTo(Headers headers) {
    String word = kind.name().toLowerCase(Locale.ROOT);
    String text = word + " " + number + (kind == Kind.END ? " " + bytes : "");
    headers.add(NAME, text.getBytes(US_ASCII));
  }

  /** Of a record; null if no bridge has written it. */
  static @Nullable ChunkHeader of(Headers headers) {
    Header header = headers.lastHeader(NAME);
    if (header == null || header.value() == null) {
      return null;
    }
    String[] words = new String(header.value(), US_ASCII).split(" ", -1);
    try {
      return switch (words[0] + " " + words.length) {
        case "chunk 2" -> chunk(Long.parseLong(words[1]));
        case "end 3" -> end(Long.parseLong(words[1]), Long.parseLong(words[2]));
        case "abandoned 2" -> abandoned(Long.parseLong(words[1]));
        default -> null;
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
