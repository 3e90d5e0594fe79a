package io.standpipe.framing;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream gives the same messages and errors however it is cut into pieces. */
@Tag("pitfall-17")
class AnySplitTest {
  private static final int STREAMS = 100;

  static Stream<Framing> framings() {
    Stream<Framing> limited =
        Stream.of(
            Framing.lines(),
            Framing.crlfLines(),
            Framing.lines().keepingDelimiter(),
            Framing.crlfLines().keepingDelimiter(),
            Framing.nul(),
            Framing.delimitedBy("ab"),
            Framing.delimitedBy("aab").keepingDelimiter(),
            Framing.delimitedBy("\r\n"),
            Framing.lengthPrefix(1, BIG_ENDIAN),
            Framing.lengthPrefix(2, BIG_ENDIAN),
            Framing.lengthPrefix(2, LITTLE_ENDIAN),
            Framing.lengthPrefix(4, LITTLE_ENDIAN),
            Framing.netstring(),
            Framing.contentLength(),
            Framing.ndjson());
    Stream<Framing> all =
        limited.flatMap(f ->
            Stream.of(f, f.limit(3), f.limit(70).resynchronizing(), f.limit(1).resynchronizing()));
    return Stream.concat(all, Stream.of(Framing.fixed(1), Framing.fixed(7)));
  }

  @ParameterizedTest
  @MethodSource("framings")
  void givesTheSame(Framing framing) throws Exception {
    var random = new Random(20);
    for (int i = 0; i < STREAMS; i++) {
      byte[] stream = RandomStreams.random(framing, random);
      List<String> expected = DecodedEvents.whole(framing, stream);
      assertThat(DecodedEvents.byteByByte(framing, stream)).isEqualTo(expected);
      for (int most : new int[] {2, 10, 100}) {
        assertThat(DecodedEvents.inPieces(framing, stream, random, most)).isEqualTo(expected);
      }
      assertThat(DecodedEvents.read(framing, stream, 7)).isEqualTo(expected);
    }
  }
}
