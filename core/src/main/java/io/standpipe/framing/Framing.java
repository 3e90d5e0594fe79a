package io.standpipe.framing;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.text.Escaping;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Describes where one message ends and the next begins, and makes readers, writers and decoders for
 * any number of streams. Immutable, and safe from any thread.
 *
 * <p>Lengths count bytes. A message longer than {@link #limit()} is an error, so a peer that never
 * ends a line makes the reader use no more memory than that.
 */
@CheckReturnValue
public final class Framing {
  /** 16 MiB: more than one message should need, and less than a process can spare. */
  public static final int DEFAULT_LIMIT = 16 * 1024 * 1024;

  /** Two messages with their headers and trailers must still fit into one array. */
  private static final int LARGEST_LIMIT = 1 << 29;

  private final Codec codec;
  private final int limit;
  private final boolean resynchronizing;

  private Framing(Codec codec, int limit, boolean resynchronizing) {
    this.codec = codec;
    this.limit = limit;
    this.resynchronizing = resynchronizing;
  }

  private static Framing of(Codec codec) {
    return new Framing(codec, DEFAULT_LIMIT, false);
  }

  private static Framing ended(String name, Delimiter delimiter) {
    return of(new DelimiterCodec(name, delimiter));
  }

  /** Lines that end with {@code \n}. A {@code \r} before it is part of the line. */
  public static Framing lines() {
    return ended("lines", Delimiter.of((byte) '\n'));
  }

  /**
   * Lines that are written with {@code \r\n}, and read with {@code \r\n} or {@code \n}. One {@code
   * \r} before the {@code \n} belongs to the end; any other is part of the line. For the strict
   * form use {@code delimitedBy("\r\n")}.
   */
  public static Framing crlfLines() {
    return ended("lines ended by \\r\\n", Delimiter.of((byte) '\n').withOptionalReturn());
  }

  /** Messages that end with a NUL, as from {@code find -print0} and for {@code xargs -0}. */
  public static Framing nul() {
    return ended("NUL-ended messages", Delimiter.of((byte) 0));
  }

  /** Messages that end with these bytes, where they first occur. */
  public static Framing delimitedBy(byte... delimiter) {
    if (delimiter.length == 0) {
      throw new IllegalArgumentException("a delimiter of at least one byte expected");
    }
    String name = "messages ended by " + Escaping.quoted(delimiter, 0, delimiter.length);
    return ended(name, Delimiter.of(delimiter));
  }

  /** Messages that end with this text in UTF-8, where it first occurs. */
  public static Framing delimitedBy(String delimiter) {
    return delimitedBy(delimiter.getBytes(StandardCharsets.UTF_8));
  }

  /** Messages of {@code bytes} bytes each, which is also their limit. */
  public static Framing fixed(int bytes) {
    return new Framing(new FixedSizeCodec(checkedLimit(bytes)), bytes, false);
  }

  /**
   * Messages that follow their length, an unsigned number of 1, 2 or 4 bytes. {@code {packet, N}}
   * of an Erlang port is {@code lengthPrefix(N, BIG_ENDIAN)}; the native messaging of a browser is
   * {@code lengthPrefix(4, ByteOrder.nativeOrder())}.
   *
   * <p>Such a stream has no marks by which a reader could find the next message. {@link
   * #resynchronizing} drops a message that is too long by the length that it claims, which does not
   * help if those bytes were no length at all.
   */
  public static Framing lengthPrefix(int bytes, ByteOrder order) {
    if (bytes != 1 && bytes != 2 && bytes != 4) {
      throw new IllegalArgumentException("bytes = 1, 2 or 4 expected: " + bytes);
    }
    return of(new LengthPrefixCodec(bytes, order));
  }

  /**
   * {@code 5:hello,} as specified by D. J. Bernstein, without a zero before other digits. {@link
   * #resynchronizing} drops a message that is too long; after any other error no message can be
   * found.
   */
  public static Framing netstring() {
    return of(new NetstringCodec());
  }

  /**
   * {@code Content-Length: 5\r\n\r\nhello}, as in the Language Server Protocol and the Debug
   * Adapter Protocol. Other headers, at most 8 KiB together, are skipped. A stray print is reported
   * as such when its line ends; {@link #resynchronizing} then goes on at the next {@code
   * Content-Length:}.
   */
  public static Framing contentLength() {
    return of(new ContentLengthCodec());
  }

  /**
   * One JSON text per line, as in the Model Context Protocol. A line that cannot be JSON, judged by
   * its first and last character, is an error, so that a stray print is reported; blank lines are
   * skipped. A message that is written must not contain {@code \n} or {@code \r}.
   */
  public static Framing ndjson() {
    return of(new NdjsonCodec());
  }

  /**
   * A copy that returns messages with their delimiter, as it came. A writer appends the delimiter
   * only to a message that does not end with it.
   *
   * @throws IllegalStateException for a framing without delimiters
   */
  public Framing keepingDelimiter() {
    if (codec instanceof DelimiterCodec delimited) {
      return new Framing(delimited.keepingDelimiter(), limit, resynchronizing);
    }
    throw new IllegalStateException("messages that end with a delimiter expected: " + this);
  }

  /**
   * A copy with another limit on the length of a message in bytes, without its header, prefix or
   * end. The default is {@link #DEFAULT_LIMIT}.
   *
   * @throws IllegalStateException for messages of fixed size
   */
  public Framing limit(int bytes) {
    if (codec instanceof FixedSizeCodec) {
      throw new IllegalStateException("messages whose size may differ expected: " + this);
    }
    return new Framing(codec, checkedLimit(bytes), resynchronizing);
  }

  private static int checkedLimit(int bytes) {
    if (bytes < 1 || bytes > LARGEST_LIMIT) {
      throw new IllegalArgumentException("1 ≤ bytes ≤ " + LARGEST_LIMIT + " expected: " + bytes);
    }
    return bytes;
  }

  /**
   * A copy whose readers go on after an error if the next message can be found, which {@link
   * FrameException#isRecoverable} tells. Without this, a reader reads nothing after its first
   * error.
   */
  public Framing resynchronizing() {
    return new Framing(codec, limit, true);
  }

  /** The limit on the length of a message in bytes. */
  public int limit() {
    return limit;
  }

  /** Reads messages from a channel, which no other code may read from now on. */
  public FrameReader reader(ReadableByteChannel channel) {
    return new FrameReader(decoder(), channel);
  }

  /**
   * Reads messages from several channels as they come, and tells the channel of each. No other code
   * may read these channels from now on.
   */
  public MergedReader mergedReader(ReadableByteChannel... channels) {
    return new MergedReader(this::decoder, channels);
  }

  /** Writes each message to a channel at once. */
  public FrameWriter writer(WritableByteChannel channel) {
    return writerThatHolds(0, channel);
  }

  /**
   * Writes messages to a channel when more than {@code bytes} bytes are collected, or at a flush.
   */
  public FrameWriter bufferedWriter(WritableByteChannel channel, int bytes) {
    return writerThatHolds(checkedLimit(bytes), channel);
  }

  private FrameWriter writerThatHolds(int bytes, WritableByteChannel channel) {
    var errors = new EncodeErrors(codec.toString());
    return new FrameWriter(codec.encoder(limit, errors), limit, errors, channel, bytes);
  }

  /** Finds messages in bytes that a program hands to it. */
  public FrameDecoder decoder() {
    String name = codec.toString();
    return new FrameDecoder(name, codec.decoder(limit, new DecodeErrors(name, resynchronizing)));
  }

  /** The kind of messages, for example {@code lines}. */
  @Override
  public String toString() {
    return codec.toString();
  }
}
