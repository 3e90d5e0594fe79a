package io.standpipe.bench.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Locale;

/**
 * The framings that are measured, each with the code that one would write without the library. (A
 * length prefix of 1 byte is left out because it cannot express 1 KiB; its code is that of 2
 * bytes.)
 */
public enum Wire {
  LINES,
  CRLF_LINES,
  NUL,
  BLANK_LINE,
  FIXED,
  PREFIX_2,
  PREFIX_4,
  PREFIX_4_LITTLE,
  NETSTRING,
  CONTENT_LENGTH,
  NDJSON;

  /** The content of a message. */
  public static final int BYTES = 1024;

  /** 1 MiB in total, which no first-level cache holds, like bytes that come from a pipe. */
  private static final int MESSAGES = 1024;

  /** Reads a message and returns its length. */
  interface Reading {
    int next(Plain in) throws IOException;
  }

  Framing framing() {
    return switch (this) {
      case LINES -> Framing.lines();
      case CRLF_LINES -> Framing.crlfLines();
      case NUL -> Framing.nul();
      case BLANK_LINE -> Framing.delimitedBy("\n\n");
      case FIXED -> Framing.fixed(BYTES);
      case PREFIX_2 -> Framing.lengthPrefix(2, ByteOrder.BIG_ENDIAN);
      case PREFIX_4 -> Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN);
      case PREFIX_4_LITTLE -> Framing.lengthPrefix(4, ByteOrder.LITTLE_ENDIAN);
      case NETSTRING -> Framing.netstring();
      case CONTENT_LENGTH -> Framing.contentLength();
      case NDJSON -> Framing.ndjson();
    };
  }

  Reading plain() {
    return switch (this) {
      case LINES, CRLF_LINES, NDJSON -> Plain::line;
      case NUL -> Plain::untilNul;
      case BLANK_LINE -> Plain::untilBlankLine;
      case FIXED -> in -> in.bytes(BYTES);
      case PREFIX_2 -> Plain::afterShort;
      case PREFIX_4 -> Plain::afterInt;
      case PREFIX_4_LITTLE -> Plain::afterReversedInt;
      case NETSTRING -> Plain::netstring;
      case CONTENT_LENGTH -> Plain::afterHeaders;
    };
  }

  /** {@code crlf lines}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How the code without the library reads. */
  public String plainBy() {
    return switch (this) {
      case LINES, CRLF_LINES, NDJSON -> "BufferedReader";
      case NUL, BLANK_LINE -> "BufferedInputStream";
      default -> "DataInputStream";
    };
  }

  /** Messages written by the framing's writer. They are JSON because one framing requires it. */
  byte[] stream() {
    byte[] message = new byte[BYTES];
    Arrays.fill(message, (byte) 'x');
    byte[] begin = "{\"text\":\"".getBytes(US_ASCII);
    System.arraycopy(begin, 0, message, 0, begin.length);
    message[BYTES - 2] = '"';
    message[BYTES - 1] = '}';
    var stream = new ByteArrayOutputStream();
    try (FrameWriter writer = framing().writer(Channels.newChannel(stream))) {
      for (int i = 0; i < MESSAGES; i++) {
        writer.write(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stream.toByteArray();
  }
}
