package io.standpipe.framing;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every framing, peers that die in the middle of a message or never stop sending noise. */
class HostilePeerTest {
  private static final int LIMIT = 1000;
  private static final int FLOOD = 1 << 20;

  static Stream<Framing> framings() {
    return Stream.of(
        Framing.lines(),
        Framing.crlfLines(),
        Framing.nul(),
        Framing.delimitedBy("<end>"),
        Framing.fixed(5),
        Framing.lengthPrefix(1, BIG_ENDIAN),
        Framing.lengthPrefix(2, LITTLE_ENDIAN),
        Framing.lengthPrefix(4, BIG_ENDIAN),
        Framing.netstring(),
        Framing.contentLength(),
        Framing.ndjson());
  }

  /** A cut at any place gives the whole messages before it, then the error, and nothing else. */
  @ParameterizedTest
  @MethodSource("framings")
  @Tag("pitfall-26")
  void aPeerThatDiesAnywhereHasSentWholeMessagesAndPartOfOne(Framing framing) throws Exception {
    var stream = new ByteArrayOutputStream();
    FrameWriter writer = framing.writer(Channels.newChannel(stream));
    List<Integer> ends = new ArrayList<>(List.of(0));
    for (String message : List.of("[123]", "[\u20ac]", "\"abc\"")) {
      writer.write(message);
      ends.add(stream.size());
    }
    for (int cut = 0; cut <= stream.size(); cut++) {
      List<String> heard = DecodedEvents.whole(framing, Arrays.copyOf(stream.toByteArray(), cut));
      int at = cut;
      long whole = ends.stream().filter(end -> end > 0 && end <= at).count();
      assertThat(heard.stream().filter(event -> event.endsWith("\"")).count()).isEqualTo(whole);
      List<String> rest = heard.subList((int) whole, heard.size());
      if (ends.contains(cut)) {
        assertThat(rest).isEmpty();
      } else {
        assertThat(rest).singleElement().asString().containsPattern("\u2026$|ENDED_EARLY$");
      }
    }
  }

  /** Endless lines, NULs, noise, digits, pretended headers: typed errors and bounded memory. */
  @ParameterizedTest
  @MethodSource("framings")
  @Tag("pitfall-16")
  void aFloodOfAnyKindIsMessagesAndTypedErrorsInBoundedMemory(Framing framing) throws Exception {
    byte[] noise = new byte[1 << 16];
    new Random(8).nextBytes(noise);
    for (byte[] piece :
        new byte[][] {
          {'x'},
          {0},
          {'\n'},
          {'9'},
          {-1},
          {'{'},
          "X: y\r\n".getBytes(UTF_8),
          noise,
          "\ud83d\udc1f".getBytes(UTF_8),
          "\u00ed\u00a0\u0080".getBytes(ISO_8859_1)
        }) {
      Framing limited =
          framing.toString().equals(Framing.fixed(5).toString()) ? framing : framing.limit(LIMIT);
      for (Framing each : List.of(limited, limited.resynchronizing())) {
        assertBounded(each, repeated(piece));
      }
    }
  }

  private static byte[] repeated(byte[] piece) {
    byte[] chunk = new byte[Math.max(piece.length, 8 * 1024)];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = piece[i % piece.length];
    }
    return chunk;
  }

  private static void assertBounded(Framing framing, byte[] chunk) {
    FrameDecoder decoder = framing.decoder();
    boolean over = false;
    for (int sent = 0; sent < FLOOD && !over; sent += chunk.length) {
      decoder.feed(ByteBuffer.wrap(chunk));
      boolean more = true;
      while (more) {
        try {
          Frame frame = decoder.next();
          more = frame != null;
          assertThat(more ? frame.length() : 0).isLessThanOrEqualTo(LIMIT);
        } catch (FrameException e) {
          over = !e.isRecoverable();
          more = !over;
          assertThat(e.bytes()).hasSizeLessThanOrEqualTo(FrameException.KEPT);
        }
      }
    }
    assertThat(decoder.room().capacity()).isLessThanOrEqualTo(512 * 1024);
  }
}
