package io.standpipe.framing;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.framing.FrameException.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Unexpected bytes give a typed error with their position; a resynchronizing reader goes on. */
class MalformedStreamTest {
  private static final Framing LSP = Framing.contentLength();

  @Test
  @Tag("pitfall-16")
  void aLineTooLongIsAnErrorAndThoseAfterItAreReadWhereWanted() {
    String stream = "abcd\nabcde\nab\nabcdefghijkl\nabc";

    assertThat(DecodedEvents.whole(Framing.lines().limit(4), stream))
        .containsExactly("0 \"abcd\"", "5 TOO_LONG");
    assertThat(DecodedEvents.whole(Framing.lines().limit(4).resynchronizing(), stream))
        .containsExactly(
            "0 \"abcd\"",
            "5 TOO_LONG, goes on",
            "11 \"ab\"",
            "14 TOO_LONG, goes on",
            "27 \"abc\"…");
  }

  @Test
  @Tag("pitfall-16")
  void aMessageTooLongIsSkippedByTheLengthThatItClaims() {
    assertThat(DecodedEvents.whole(Framing.lengthPrefix(1, BIG_ENDIAN).limit(2), "\1a\3abc\1b"))
        .containsExactly("1 \"a\"", "2 TOO_LONG");
    assertThat(
            DecodedEvents.whole(
                Framing.lengthPrefix(1, BIG_ENDIAN).limit(2).resynchronizing(), "\1a\3abc\1b"))
        .containsExactly("1 \"a\"", "2 TOO_LONG, goes on", "7 \"b\"");
    assertThat(DecodedEvents.whole(Framing.netstring().limit(2).resynchronizing(), "3:abc,1:b,"))
        .containsExactly("0 TOO_LONG, goes on", "8 \"b\"");
    assertThat(
            DecodedEvents.whole(
                LSP.limit(2).resynchronizing(),
                "Content-Length: 3\r\n\r\nabcContent-Length: 1\r\n\r\nb"))
        .containsExactly("0 TOO_LONG, goes on", "45 \"b\"");
  }

  @Test
  @Tag("pitfall-16")
  void impossibleLengthsAreErrorsAtOnce() {
    for (String twoGib :
        List.of("\u007f\u00ff\u00ff\u00ff", "\u0080\0\0\0", "\u00ff\u00ff\u00ff\u00ff")) {
      assertThat(DecodedEvents.whole(Framing.lengthPrefix(4, BIG_ENDIAN), twoGib))
          .containsExactly("0 TOO_LONG");
      String reversed = new StringBuilder(twoGib).reverse().toString();
      assertThat(DecodedEvents.whole(Framing.lengthPrefix(4, LITTLE_ENDIAN), reversed))
          .containsExactly("0 TOO_LONG");
    }
    assertThat(DecodedEvents.whole(Framing.netstring(), "2147483648:a"))
        .containsExactly("0 TOO_LONG");
    assertThat(DecodedEvents.whole(LSP, "Content-Length: 4294967296\r\n\r\n"))
        .containsExactly("0 TOO_LONG");
    assertThat(DecodedEvents.whole(LSP, "Content-Length: -1\r\n\r\n"))
        .containsExactly("0 MALFORMED");
    assertThat(DecodedEvents.whole(LSP, "Content-Length: 99999999999999999999\r\n\r\n"))
        .containsExactly("0 MALFORMED");
  }

  @Test
  void netstringsAreAsSpecifiedAndNothingElse() {
    assertThat(DecodedEvents.whole(Framing.netstring(), "0:,12:hello world!,"))
        .containsExactly("2 \"\"", "6 \"hello world!\"");
    assertThat(DecodedEvents.whole(Framing.netstring(), "1:a;")).containsExactly("3 MALFORMED");
    for (String wrong :
        List.of("03:abc,", "00:,", ":,", "-1:a,", "+1:a,", " 1:a,", "12345678901:")) {
      assertThat(DecodedEvents.whole(Framing.netstring().resynchronizing(), wrong))
          .as(wrong)
          .containsExactly("0 MALFORMED");
    }
  }

  @Test
  void headersOtherThanTheLengthArePassedOverAndTheCaseOfNamesIsNothing() {
    assertThat(
            DecodedEvents.whole(
                LSP,
                "content-LENGTH:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}"
                    + "X: \u00fc\r\nContent-Length: \t2 \r\nY:\r\n\r\n[]"))
        .containsExactly("77 \"{}\"", "112 \"[]\"");
  }

  @Test
  @Tag("pitfall-18")
  void aStrayPrintBeforeAHeaderIsReportedWithItsBytesAndTheNextMessageFound() throws Exception {
    String message = "Content-Length: 2\r\n\r\n{}";
    for (String print :
        List.of(
            "Loading...\n",
            "warning: deprecated\n",
            "done\r\n",
            "debug",
            "debug: ",
            "\n",
            "\r\n")) {
      byte[] stream = (message + print + message + message).getBytes(ISO_8859_1);
      assertThat(DecodedEvents.whole(LSP, stream))
          .as(print)
          .containsExactly("21 \"{}\"", "23 MALFORMED");
      int first = 23 + print.length() + 21;
      assertThat(DecodedEvents.whole(LSP.resynchronizing(), stream))
          .as(print)
          .containsExactly(
              "21 \"{}\"",
              "23 MALFORMED, goes on",
              first + " \"{}\"",
              first + message.length() + " \"{}\"");

      FrameReader reader = LSP.reader(new SlowChannel(stream, 1000));
      reader.read();
      assertThatThrownBy(reader::read)
          .isInstanceOfSatisfying(
              FrameException.class,
              e -> assertThat(new String(e.bytes(), ISO_8859_1)).startsWith(print));
    }
  }

  @Test
  @Tag("pitfall-18")
  void aStrayPrintBetweenJsonLinesIsReportedAndNothingElseIsLost() throws Exception {
    String stream =
        "{\"a\":1}\nServer running on stdio\n\n [1,2] \r\n\"x\"\n-1.5e3\nnull\nnullx\ntrue\n12 files\n\"\n{\n";

    assertThat(DecodedEvents.whole(Framing.ndjson().resynchronizing(), stream))
        .containsExactly(
            "0 \"{\\\"a\\\":1}\"",
            "8 MALFORMED, goes on",
            "33 \" [1,2] \"",
            "42 \"\\\"x\\\"\"",
            "46 \"-1.5e3\"",
            "53 \"null\"",
            "58 MALFORMED, goes on",
            "64 \"true\"",
            "69 MALFORMED, goes on",
            "78 MALFORMED, goes on",
            "80 MALFORMED, goes on");

    FrameReader reader = Framing.ndjson().reader(new SlowChannel(stream.getBytes(ISO_8859_1), 500));
    reader.read();
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(reader::read)
          .isInstanceOfSatisfying(
              FrameException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
                assertThat(e.offset()).isEqualTo(8);
                assertThat(e.bytes()).asString().startsWith("Server running on stdio\n");
                assertThat(e.isRecoverable()).isFalse();
              })
          .hasMessageStartingWith(
              "read JSON lines: a line with a JSON text expected at byte 8 of the stream: \"Server running");
    }
  }

  @Test
  void aHeaderOfAMegabyteIsAnErrorAfterEightKibibytes() throws Exception {
    byte[] header = ("X: " + "x".repeat(1 << 20)).getBytes(ISO_8859_1);
    FrameDecoder decoder = LSP.decoder();
    int fed = 0;
    FrameException error = null;
    while (error == null) {
      decoder.feed(ByteBuffer.wrap(header, fed++, 1));
      try {
        assertThat(decoder.next()).isNull();
      } catch (FrameException e) {
        error = e;
      }
    }
    assertThat(fed).isEqualTo(8 * 1024 + 1);
    assertThat(error.offset()).isZero();
  }

  @Test
  @Tag("pitfall-26")
  void halfAMessageAtTheEndIsReportedAsSuch() {
    assertThat(DecodedEvents.whole(Framing.lines(), "whole\nhal"))
        .containsExactly("0 \"whole\"", "6 \"hal\"…");
    assertThat(DecodedEvents.whole(Framing.fixed(3), "abcde"))
        .containsExactly("0 \"abc\"", "3 ENDED_EARLY");
    assertThat(DecodedEvents.whole(Framing.lengthPrefix(2, BIG_ENDIAN), "\0\1a\0\5bc"))
        .containsExactly("2 \"a\"", "3 ENDED_EARLY");
    assertThat(DecodedEvents.whole(Framing.lengthPrefix(2, BIG_ENDIAN), "\0"))
        .containsExactly("0 ENDED_EARLY");
    assertThat(DecodedEvents.whole(Framing.netstring(), "3:abc")).containsExactly("0 ENDED_EARLY");
    assertThat(DecodedEvents.whole(LSP, "Content-Length: 9\r\n\r\nhalf"))
        .containsExactly("0 ENDED_EARLY");
    assertThat(DecodedEvents.whole(Framing.ndjson(), "{}\n{\"a\":"))
        .containsExactly("0 \"{}\"", "3 ENDED_EARLY");
    assertThat(DecodedEvents.whole(Framing.ndjson(), "{}\n[1]"))
        .containsExactly("0 \"{}\"", "3 \"[1]\"…");
  }

  @Test
  @Tag("pitfall-26")
  void theErrorOfHalfAMessageSaysHowMuchOfItCame() {
    FrameDecoder decoder = LSP.decoder();
    decoder.feed(ISO_8859_1.encode("Content-Length: 9\r\n\r\nhalf"));
    decoder.end();

    assertThatThrownBy(decoder::next)
        .hasMessageContaining("in the middle of a message, after 4 of its 9 bytes, at byte 0")
        .hasMessageContaining("\"Content-Length: 9\\r\\n\\r\\nhalf\"");
  }
}
