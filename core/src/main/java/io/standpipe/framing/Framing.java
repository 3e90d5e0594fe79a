package io.standpipe.framing;

import java.nio.channels.ReadableByteChannel;
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

  private static Framing ended(String name, byte[] by, boolean dropsReturn) {
    return of(new Delimiter(name, by.clone(), dropsReturn, false));
  }

  /** Lines that end with {@code \n}. A {@code \r} before it is part of the line. */
  public static Framing lines() {
    return ended("lines", new byte[] {'\n'}, false);
  }

  /**
   * Lines that end with {@code \r\n}, and, when reading, with {@code \n} alone. One {@code \r}
   * before the {@code \n} belongs to the end; any other is part of the line. For the strict form
   * say {@code delimitedBy("\r\n")}.
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
   */
  public Framing limit(int bytes) {
    if (bytes < 1 || bytes > LARGEST_LIMIT) {
      throw new IllegalArgumentException("1 ≤ bytes ≤ " + LARGEST_LIMIT + " expected: " + bytes);
    }
    return new Framing(codec, bytes, resynchronizing);
  }

  /** The same, where a reader goes on behind an error if it can. */
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
