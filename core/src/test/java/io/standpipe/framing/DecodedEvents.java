package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The messages and errors that a decoder finds in some bytes, as text to compare: {@code 5 "abc"}
 * is a message and its position, {@code 5 "abc"…} one without its end, {@code 5 TOO_LONG, goes on}
 * an error. The bytes in an error are compared with the stream; their number depends on how many
 * had come.
 */
final class DecodedEvents {
  private static final int MOST_EVENTS = 1_000_000;

  private final List<String> events = new ArrayList<>();
  private final FrameDecoder decoder;
  private final byte[] stream;
  private boolean over;

  private DecodedEvents(Framing framing, byte[] stream) {
    this.decoder = framing.decoder();
    this.stream = stream;
  }

  /** Feeds the whole stream at once. */
  static List<String> whole(Framing framing, byte[] stream) {
    var events = new DecodedEvents(framing, stream);
    events.feed(0, stream.length);
    return events.end();
  }

  /** Feeds the stream byte by byte. */
  static List<String> byteByByte(Framing framing, byte[] stream) {
    var events = new DecodedEvents(framing, stream);
    for (int i = 0; i < stream.length; i++) {
      events.feed(i, 1);
    }
    return events.end();
  }

  /** Feeds the stream in pieces of 1 to {@code most} bytes. */
  static List<String> inPieces(Framing framing, byte[] stream, Random random, int most) {
    var events = new DecodedEvents(framing, stream);
    for (int at = 0; at < stream.length; ) {
      int n = Math.min(1 + random.nextInt(most), stream.length - at);
      events.feed(at, n);
      at += n;
    }
    return events.end();
  }

  /** Feeds a text whose characters are the values of the bytes. */
  static List<String> whole(Framing framing, String stream) {
    return whole(framing, stream.getBytes(ISO_8859_1));
  }

  /** Reads from a channel that returns at most {@code most} bytes at a time. */
  static List<String> read(Framing framing, byte[] stream, int most) throws IOException {
    var events = new ArrayList<String>();
    FrameReader reader = framing.reader(new SlowChannel(stream, most));
    while (true) {
      try {
        Frame frame = reader.read();
        if (frame == null) {
          return events;
        }
        events.add(describe(frame));
      } catch (FrameException e) {
        events.add(describe(e, stream));
        if (!e.isRecoverable()) {
          return events;
        }
      }
    }
  }

  private void feed(int offset, int length) {
    if (!over) {
      decoder.feed(ByteBuffer.wrap(stream, offset, length));
      drain();
    }
  }

  private List<String> end() {
    if (!over) {
      decoder.end();
      drain();
    }
    return events;
  }

  private void drain() {
    while (!over) {
      try {
        Frame frame = decoder.next();
        if (frame == null) {
          return;
        }
        add(describe(frame));
      } catch (FrameException e) {
        add(describe(e, stream));
        over = !e.isRecoverable();
      }
    }
  }

  private void add(String event) {
    events.add(event);
    if (events.size() > MOST_EVENTS) {
      throw new AssertionError("no end of events: " + events.subList(0, 10));
    }
  }

  private static String describe(Frame frame) {
    return frame.position()
        + " "
        + Escaping.quoted(frame.array(), frame.offset(), frame.length())
        + (frame.isTerminated() ? "" : "…");
  }

  private static String describe(FrameException e, byte[] stream) {
    byte[] bytes = e.bytes();
    int at = (int) e.offset();
    assertThat(bytes).hasSizeBetween(1, FrameException.KEPT);
    assertThat(bytes).isEqualTo(Arrays.copyOfRange(stream, at, at + bytes.length));
    return at + " " + e.reason() + (e.isRecoverable() ? ", goes on" : "");
  }
}
