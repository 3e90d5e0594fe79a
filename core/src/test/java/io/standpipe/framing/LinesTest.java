package io.standpipe.framing;

import static io.standpipe.framing.Framing.crlfLines;
import static io.standpipe.framing.Framing.delimitedBy;
import static io.standpipe.framing.Framing.lines;
import static io.standpipe.framing.Framing.nul;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which bytes end a line, and which of them belong to it. */
class LinesTest {
  @Test
  void eachLineEndsWithItsNewlineAndTheLastMayLackIt() {
    assertThat(DecodedEvents.whole(lines(), "ab\n\nc\nde"))
        .containsExactly("0 \"ab\"", "3 \"\"", "4 \"c\"", "6 \"de\"…");
    assertThat(DecodedEvents.whole(lines(), "")).isEmpty();
    assertThat(DecodedEvents.whole(lines(), "\n")).containsExactly("0 \"\"");
  }

  @Test
  @Tag("pitfall-17")
  void aCarriageReturnIsContentUnlessTheFramingDropsIt() {
    String stream = "a\r\nb\nc\r\r\n\r\nd\r";

    assertThat(DecodedEvents.whole(lines(), stream))
        .containsExactly("0 \"a\\r\"", "3 \"b\"", "5 \"c\\r\\r\"", "9 \"\\r\"", "11 \"d\\r\"…");
    assertThat(DecodedEvents.whole(crlfLines(), stream))
        .containsExactly("0 \"a\"", "3 \"b\"", "5 \"c\\r\"", "9 \"\"", "11 \"d\\r\"…");
    assertThat(DecodedEvents.whole(delimitedBy("\r\n"), stream))
        .containsExactly("0 \"a\"", "3 \"b\\nc\\r\"", "9 \"\"", "11 \"d\\r\"…");
  }

  @Test
  void theDelimiterStaysOnWhereItIsKept() {
    assertThat(DecodedEvents.whole(lines().keepingDelimiter(), "ab\n\nc"))
        .containsExactly("0 \"ab\\n\"", "3 \"\\n\"", "4 \"c\"…");
    assertThat(DecodedEvents.whole(crlfLines().keepingDelimiter(), "ab\r\nc\n"))
        .containsExactly("0 \"ab\\r\\n\"", "4 \"c\\n\"");
    assertThat(DecodedEvents.whole(delimitedBy("--").keepingDelimiter(), "ab--c---"))
        .containsExactly("0 \"ab--\"", "4 \"c--\"", "7 \"-\"…");
  }

  @Test
  void aDelimiterOfSeveralBytesIsFoundAtItsFirstPlaceAndNotAcrossMessages() {
    assertThat(DecodedEvents.whole(delimitedBy("aa"), "xaaaya"))
        .containsExactly("0 \"x\"", "3 \"aya\"…");
    assertThat(DecodedEvents.whole(delimitedBy("aab"), "aaab b aab"))
        .containsExactly("0 \"a\"", "4 \" b \"");
  }

  @Test
  void anyByteMayBeTheDelimiter() {
    for (int value = 0; value < 256; value++) {
      byte delimiter = (byte) value;
      byte other = (byte) (value + 1);
      byte[] stream = {other, delimiter, other, other, delimiter, delimiter};
      assertThat(DecodedEvents.whole(delimitedBy(delimiter), stream)).hasSize(3);
    }
    assertThat(DecodedEvents.whole(nul(), "a\nb\0c\0")).containsExactly("0 \"a\\nb\"", "4 \"c\"");
  }

  @Test
  void aByteAfterTheDelimiterThatDiffersByOneBitIsNone() {
    byte[] stream = "a\n\u000bb\n\u008a\u0009\n".getBytes(ISO_8859_1);
    assertThat(DecodedEvents.whole(lines(), stream))
        .containsExactly("0 \"a\"", "2 \"\\x0bb\"", "5 \"\\x8a\\t\"");
  }

  @Test
  @Tag("pitfall-17")
  void textIsUtf8AndMalformedPiecesAreReplacedOrAnErrorAsWanted() throws Exception {
    byte[] stream = "plain\ngrün €\n\u001f😀\n".getBytes(UTF_8);
    FrameReader reader = lines().reader(new SlowChannel(stream, 1));
    for (String expected : List.of("plain", "grün €", "\u001f😀")) {
      Frame frame = reader.read();
      assertThat(frame.text()).isEqualTo(expected);
      assertThat(frame.strictText()).isEqualTo(expected);
    }

    byte[] latin = "plain\ngr\u00fcn\n\u00ed\u00a0\u0080\nplain\n".getBytes(ISO_8859_1);
    reader = lines().reader(new SlowChannel(latin, 100));
    assertThat(reader.readText()).isEqualTo("plain");
    Frame frame = reader.read();
    assertThat(frame.text()).isEqualTo("gr\ufffdn");
    assertThatThrownBy(frame::strictText)
        .isInstanceOfSatisfying(
            FrameException.class,
            e -> {
              assertThat(e.offset()).isEqualTo(8);
              assertThat(e.bytes()).isEqualTo("\u00fcn".getBytes(ISO_8859_1));
              assertThat(e.isRecoverable()).isTrue();
            });
    assertThatThrownBy(reader.read()::strictText).isInstanceOf(FrameException.class);
    assertThat(reader.read().strictText()).isEqualTo("plain");
  }

  @Test
  void textOfAnAsciiLineIsRightWhereverOtherBytesStandBeforeIt() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append(i % 97 == 0 ? "é" : "e").append(i % 7 == 0 ? "\n" : "x");
    }
    List<String> expected = text.toString().lines().toList();
    for (int most : new int[] {1, 3, 64, 1000, 100_000}) {
      FrameReader reader = lines().reader(new SlowChannel(text.toString().getBytes(UTF_8), most));
      for (String line : expected) {
        assertThat(reader.readText()).isEqualTo(line);
      }
      assertThat(reader.readText()).isNull();
    }
  }

  @Test
  void aFrameShowsItsBytesInEveryForm() throws Exception {
    FrameReader reader = lines().reader(new SlowChannel("first\nsecond\n".getBytes(UTF_8), 100));
    reader.read();
    Frame frame = reader.read();

    assertThat(frame.bytes()).isEqualTo("second".getBytes(UTF_8));
    assertThat(frame.buffer().remaining()).isEqualTo(6);
    assertThat(UTF_8.decode(frame.buffer()).toString()).isEqualTo("second");
    assertThat(frame.buffer().isReadOnly()).isTrue();
    assertThat(frame.byteAt(5)).isEqualTo((byte) 'd');
    assertThatThrownBy(() -> frame.byteAt(6)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(frame.array()[frame.offset()]).isEqualTo((byte) 's');
    assertThat(frame.toString()).isEqualTo("frame of 6 bytes at 6: \"second\"");
  }
}
