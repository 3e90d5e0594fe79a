package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Properties that must hold for any bytes: reading them in pieces gives the same result as reading
 * them at once, every error is a {@link FrameException}, and a reader returns each message that a
 * writer has accepted. The first byte chooses the framing, the second how the rest is cut.
 *
 * <p>Jazzer calls {@link #fuzzerTestOneInput} (CONTRIBUTING.md has the command). It runs as a
 * program, because jazzer-junit 0.30 is made for JUnit 5; {@link FramingFuzzTest} runs the inputs
 * that it has found interesting.
 */
public final class FramingFuzz {
  private static final Framing KEEPING = Framing.crlfLines().keepingDelimiter();
  private static final List<Framing> FRAMINGS =
      List.of(
          Framing.lines(),
          Framing.lines().limit(10).resynchronizing(),
          KEEPING,
          Framing.crlfLines().limit(5).resynchronizing(),
          Framing.delimitedBy("abac"),
          Framing.delimitedBy("aab").limit(3).resynchronizing(),
          Framing.fixed(5),
          Framing.lengthPrefix(1, ByteOrder.BIG_ENDIAN).limit(20).resynchronizing(),
          Framing.lengthPrefix(2, ByteOrder.LITTLE_ENDIAN),
          Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN).resynchronizing(),
          Framing.netstring().limit(50).resynchronizing(),
          Framing.contentLength(),
          Framing.contentLength().limit(50).resynchronizing(),
          Framing.ndjson(),
          Framing.ndjson().limit(20).resynchronizing());

  private FramingFuzz() {}

  /** Called by the fuzzer; throws if a property does not hold for these bytes. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    Framing framing = FRAMINGS.get((input[0] & 0xff) % FRAMINGS.size());
    byte[] stream = Arrays.copyOfRange(input, 2, input.length);
    try {
      anySplit(framing, stream, input[1]);
      roundTrip(framing, stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void anySplit(Framing framing, byte[] stream, int seed) throws IOException {
    List<String> expected = DecodedEvents.whole(framing, stream);
    same(framing, expected, DecodedEvents.byteByByte(framing, stream));
    same(framing, expected, DecodedEvents.inPieces(framing, stream, new Random(seed), 9));
    same(framing, expected, DecodedEvents.read(framing, stream, 1 + (seed & 0x7f)));
  }

  private static void roundTrip(Framing framing, byte[] message) throws IOException {
    var stream = new ByteArrayOutputStream();
    FrameWriter writer = framing.writer(Channels.newChannel(stream));
    try {
      writer.write(message);
    } catch (FrameException refused) {
      if (stream.size() > 0 || !refused.isRecoverable()) {
        throw new AssertionError("refused, and yet written", refused);
      }
      return;
    }
    writer.write(message);
    FrameReader reader = framing.reader(new SlowChannel(stream.toByteArray(), 11));
    for (int i = 0; i < 2; i++) {
      Frame frame = reader.read();
      boolean same = frame != null && isThat(frame.bytes(), message, framing == KEEPING);
      if (!same) {
        throw new AssertionError(framing + ": " + Arrays.toString(message) + " became " + frame);
      }
    }
    if (reader.read() != null) {
      throw new AssertionError(framing + ": more came than was written");
    }
  }

  private static boolean isThat(byte[] frame, byte[] message, boolean mayHaveEnd) {
    String read = new String(frame, ISO_8859_1);
    String written = new String(message, ISO_8859_1);
    return read.equals(written) || (mayHaveEnd && read.equals(written + "\r\n"));
  }

  private static void same(Framing framing, List<String> expected, List<String> actual) {
    if (!actual.equals(expected)) {
      throw new AssertionError(framing + ": in one " + expected + ", in pieces " + actual);
    }
  }
}
