package io.standpipe.framing;

import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Where one message ends and the next begins. A description: it makes readers, writers and decoders
 * for as many streams as are wanted. Immutable, safe from any thread.
 *
 * <p>Lengths count bytes. A message longer than {@link #limit} is an error, so a peer that never
 * ends a line takes no more memory than that.
 */
public final class Framing {
  /** 16 MiB: beyond what is sensible in one message, within what a process can spare. */
  public static final int DEFAULT_LIMIT = 16 * 1024 * 1024;

  /** Twice a message and its ends must still be an array. */
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

  private static Framing ended(String name, byte[] by, boolean withReturn) {
    return of(new Delimiter(name, by.clone(), withReturn, false));
  }

  /** Lines that end with {@code \n}. A {@code \r} before it is part of the line. */
  public static Framing lines() {
    return ended("lines", new byte[] {'\n'}, false);
  }

  /**
   * Lines that are written with {@code \r\n}, and read with {@code \n} alone as well. One {@code
   * \r} before the {@code \n} belongs to the end; any other is part of the line. For the strict
   * form say {@code delimitedBy("\r\n")}.
   */
  public static Framing crlfLines() {
    return ended("lines ended by \\r\\n", new byte[] {'\n'}, true);
  }

  /** Messages that end with a NUL: {@code find -print0}, {@code xargs -0}. */
  public static Framing nul() {
    return ended("NUL-ended messages", new byte[] {0}, false);
  }

  /** Messages that end with these bytes, the first place where they occur. */
  public static Framing delimitedBy(byte... delimiter) {
    if (delimiter.length == 0) {
      throw new IllegalArgumentException("a delimiter of at least one byte expected");
    }
    String name = "messages ended by " + Excerpt.quoted(delimiter, 0, delimiter.length);
    return ended(name, delimiter, false);
  }

  /** Messages that end with this text, in UTF-8. */
  public static Framing delimitedBy(String delimiter) {
    return delimitedBy(delimiter.getBytes(StandardCharsets.UTF_8));
  }

  /** Messages of {@code bytes} bytes each, which is their limit too. */
  public static Framing fixed(int bytes) {
    return new Framing(new FixedSize(checkedLimit(bytes)), bytes, false);
  }

  /**
   * Messages after their length, an unsigned number of 1, 2 or 4 bytes. {@code {packet, N}} of an
   * Erlang port is {@code lengthPrefix(N, BIG_ENDIAN)}; native messaging of a browser {@code
   * lengthPrefix(4, ByteOrder.nativeOrder())}.
   *
   * <p>There is nothing to find one's way by: {@link #resynchronizing} drops a message that is too
   * long, by the length that it claims, which is no help where it was no length at all.
   */
  public static Framing lengthPrefix(int bytes, ByteOrder order) {
    if (bytes != 1 && bytes != 2 && bytes != 4) {
      throw new IllegalArgumentException("bytes = 1, 2 or 4 expected: " + bytes);
    }
    return of(new LengthPrefix(bytes, order));
  }

  /**
   * {@code 5:hello,}: as specified by D. J. Bernstein, no zero before other digits. {@link
   * #resynchronizing} drops a message that is too long; anything else that is wrong is the end.
   */
  public static Framing netstring() {
    return of(new Netstring());
  }

  /**
   * {@code Content-Length: 5\r\n\r\nhello}: the Language Server Protocol, the Debug Adapter
   * Protocol. Other headers, at most 8 KiB together, are passed over. A stray print is reported as
   * such when its line ends; {@link #resynchronizing} then goes on at the next {@code
   * Content-Length:}.
   */
  public static Framing contentLength() {
    return of(new ContentLength());
  }

  /**
   * A JSON text a line, as in the Model Context Protocol. A line that cannot be JSON by its first
   * and last sign is an error, so that a stray print is reported as one; blank lines are passed
   * over. What is written must have no {@code \n} or {@code \r}.
   */
  public static Framing ndjson() {
    return of(new Ndjson());
  }

  /**
   * The same, where messages are given out with their end on them, as it came. A writer adds the
   * end only where a message does not have it.
   *
   * @throws IllegalStateException for a framing without delimiters
   */
  public Framing keepingDelimiter() {
    if (codec instanceof Delimiter d) {
      return new Framing(d.keeping(), limit, resynchronizing);
    }
    throw new IllegalStateException("messages that end with a delimiter expected: " + this);
  }

  /**
   * The same with another limit for the length of a message in bytes, its header, prefix or end not
   * counted. {@link #DEFAULT_LIMIT} where nothing was said.
   *
   * @throws IllegalStateException for messages of fixed size
   */
  public Framing limit(int bytes) {
    if (codec instanceof FixedSize) {
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
   * The same, where a reader goes on after an error, if there is a way to find the next message:
   * {@link FrameException#isRecoverable} tells. Otherwise the first error is the last word.
   */
  public Framing resynchronizing() {
    return new Framing(codec, limit, true);
  }

  /** The limit for the length of a message in bytes. */
  public int limit() {
    return limit;
  }

  boolean isResynchronizing() {
    return resynchronizing;
  }

  Decoding decoding(Window in) {
    return codec.decoding(this, in);
  }

  /** Reads messages from a channel that this reader alone reads from now on. */
  public FrameReader reader(ReadableByteChannel channel) {
    return new FrameReader(this, channel);
  }

  /**
   * Reads messages from several channels as they come, each message with the channel that it came
   * from. This reader alone reads them from now on.
   */
  public MergedReader mergedReader(ReadableByteChannel... channels) {
    return new MergedReader(this, channels);
  }

  /** Writes messages to a channel, each at once. */
  public FrameWriter writer(WritableByteChannel channel) {
    return new FrameWriter(this, codec, channel, 0);
  }

  /** Writes messages to a channel when {@code bytes} of them have come together, or at a flush. */
  public FrameWriter bufferedWriter(WritableByteChannel channel, int bytes) {
    return new FrameWriter(this, codec, channel, checkedLimit(bytes));
  }

  /** Finds messages in bytes that are handed to it. */
  public FrameDecoder decoder() {
    return new FrameDecoder(this);
  }

  /** What kind of messages: {@code lines}. */
  @Override
  public String toString() {
    return codec.toString();
  }
}
