package io.standpipe.framing;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Pipe;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameException.Reason;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bytes that reach the channel, the number of writes, and the messages that are refused. */
class FrameWriterTest {
  /** Keeps each write, takes at most {@code most} bytes of each, and fails if told to. */
  private static final class Pieces implements WritableByteChannel {
    final List<String> pieces = new ArrayList<>();
    int most = Integer.MAX_VALUE;
    boolean failing;
    boolean open = true;

    @Override
    public int write(ByteBuffer from) throws IOException {
      byte[] piece = new byte[Math.min(most, from.remaining())];
      from.get(piece);
      pieces.add(new String(piece, ISO_8859_1));
      if (failing) {
        throw new IOException("as told");
      }
      return piece.length;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  private final Pieces channel = new Pieces();

  @Test
  void eachMessageIsOneWriteInTheFormOfItsFraming() throws Exception {
    Framing.lines().writer(channel).write("a");
    Framing.crlfLines().writer(channel).write("b");
    Framing.nul().writer(channel).write("c");
    Framing.delimitedBy("--").writer(channel).write("d");
    Framing.fixed(1).writer(channel).write("e");
    Framing.lengthPrefix(1, LITTLE_ENDIAN).writer(channel).write("f");
    Framing.lengthPrefix(2, BIG_ENDIAN).writer(channel).write("g");
    Framing.lengthPrefix(4, LITTLE_ENDIAN).writer(channel).write("h");
    Framing.netstring().writer(channel).write("twelve bytes");
    Framing.contentLength().writer(channel).write("{}");
    Framing.ndjson().writer(channel).write("{}");

    assertThat(channel.pieces)
        .containsExactly(
            "a\n",
            "b\r\n",
            "c\0",
            "d--",
            "e",
            "\1f",
            "\0\1g",
            "\1\0\0\0h",
            "12:twelve bytes,",
            "Content-Length: 2\r\n\r\n{}",
            "{}\n");
  }

  @Test
  @Tag("pitfall-17")
  void lengthsCountBytes() throws Exception {
    Framing.contentLength().writer(channel).write("€");
    assertThat(channel.pieces).containsExactly("Content-Length: 3\r\n\r\n\u00e2\u0082\u00ac");
  }

  @Test
  void aMessageThatWouldBreakTheFramingIsRefusedBeforeAByteIsWritten() throws Exception {
    refused(Framing.lines(), "a\nb", Reason.UNWRITABLE, 1);
    refused(Framing.lines(), "a\n", Reason.UNWRITABLE, 1);
    refused(Framing.crlfLines(), "a\r\n", Reason.UNWRITABLE, 2);
    refused(Framing.delimitedBy("aa"), "xa", Reason.UNWRITABLE, 1);
    refused(Framing.nul(), "a\0", Reason.UNWRITABLE, 1);
    refused(Framing.fixed(3), "ab", Reason.UNWRITABLE, 2);
    refused(Framing.fixed(3), "abcd", Reason.TOO_LONG, 3);
    refused(Framing.lengthPrefix(1, BIG_ENDIAN), "x".repeat(256), Reason.TOO_LONG, 255);
    refused(Framing.lengthPrefix(2, BIG_ENDIAN), "x".repeat(65536), Reason.TOO_LONG, 65535);
    refused(Framing.netstring().limit(2), "abc", Reason.TOO_LONG, 2);
    refused(Framing.lines().limit(2), "abc", Reason.TOO_LONG, 2);
    refused(Framing.lines().limit(2), "x".repeat(5000), Reason.TOO_LONG, 2);
    refused(Framing.ndjson(), "{\n}", Reason.UNWRITABLE, 1);
    refused(Framing.ndjson(), "{\r}", Reason.UNWRITABLE, 1);
    refused(Framing.ndjson(), "hello", Reason.UNWRITABLE, 0);
    refused(Framing.ndjson(), "", Reason.UNWRITABLE, 0);
    refused(Framing.lines(), "é\ud800", Reason.UNWRITABLE, 2);
    refused(Framing.lines(), "\udc00\ud800", Reason.UNWRITABLE, 0);
    assertThat(channel.pieces).isEmpty();
  }

  private void refused(Framing framing, String message, Reason reason, long offset)
      throws IOException {
    try (FrameWriter writer = framing.bufferedWriter(new Pieces(), 1000)) {
      assertThatThrownBy(() -> writer.write(message))
          .as("%s: %s", framing, message)
          .isInstanceOfSatisfying(
              FrameException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(reason);
                assertThat(e.offset()).isEqualTo(offset);
                assertThat(e.isRecoverable()).isTrue();
              });
    }
    FrameWriter writer = framing.writer(channel);
    assertThatThrownBy(() -> writer.write(message)).isInstanceOf(FrameException.class);
    writer.flush();
  }

  @Test
  void aPairOfSurrogatesIsACharacterAndGoesThrough() throws Exception {
    Framing.lines().writer(channel).write("😀?");
    assertThat(channel.pieces.getFirst().getBytes(ISO_8859_1)).isEqualTo("😀?\n".getBytes(UTF_8));
  }

  @Test
  void whereTheDelimiterIsKeptItIsAddedOnlyWhereItIsMissing() throws Exception {
    FrameWriter writer = Framing.crlfLines().keepingDelimiter().writer(channel);
    FrameReader reader =
        Framing.crlfLines()
            .keepingDelimiter()
            .reader(new SlowChannel("a\r\nb\nc".getBytes(UTF_8), 1));
    for (Frame frame; (frame = reader.read()) != null; ) {
      writer.write(frame);
    }
    assertThat(channel.pieces).containsExactly("a\r\n", "b\n", "c\r\n");
  }

  @Test
  void aBufferedWriterCollectsUntilItIsFullFlushedOrClosed() throws Exception {
    FrameWriter writer = Framing.lines().bufferedWriter(channel, 10);
    writer.write("abc");
    writer.write("def");
    assertThat(channel.pieces).isEmpty();
    writer.flush();
    assertThat(channel.pieces).containsExactly("abc\ndef\n");
    writer.write("x".repeat(20));
    assertThat(channel.pieces).hasSize(2);
    writer.write("last");
    writer.close();
    assertThat(channel.pieces).hasSize(3).last().isEqualTo("last\n");
    assertThat(channel.open).isFalse();
  }

  @Test
  void afterAnExceptionInTheMiddleOfAMessageTheWriterGoesOnAtThatByte() throws Exception {
    FrameWriter writer = Framing.lines().writer(channel);
    channel.most = 2;
    channel.failing = true;
    assertThatThrownBy(() -> writer.write("abcdef")).hasMessage("as told");
    assertThatThrownBy(writer::flush).hasMessage("as told");
    channel.failing = false;
    writer.write("ghi");

    assertThat(String.join("", channel.pieces)).isEqualTo("abcdef\nghi\n");
  }

  @Test
  void aWriteWithALimitEndsThereAndAFlushGoesOnAtThatByte() throws Exception {
    String message = "x".repeat(200_000);
    try (Pipe pipe = Pipe.open();
        FrameReader reader = Framing.lines().reader(pipe.reader())) {
      FrameWriter writer = Framing.lines().writer(pipe.writer());
      assertThatThrownBy(() -> writer.write(message, Duration.ofMillis(20)))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("timed out after 20ms");
      assertThatThrownBy(() -> writer.flush(Duration.ZERO))
          .isInstanceOf(DeadlineExceededException.class);
      var reading = Background.start(ThreadKind.VIRTUAL, reader::readText);
      writer.flush(Eventually.LIMIT);
      assertThat(reading.value()).isEqualTo(message);
      writer.write("next".getBytes(UTF_8), Eventually.LIMIT);
      assertThat(reader.readText(Eventually.LIMIT)).isEqualTo("next");
    }
  }

  @Test
  void aLimitIsRefusedWhereTheChannelCannotKeepItAndNothingIsCollected() throws Exception {
    FrameWriter writer = Framing.lines().writer(channel);
    assertThatThrownBy(() -> writer.write("a", Duration.ofSeconds(1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("write lines with a time limit: ")
        .hasMessageEndingWith(" cannot be written to with one; write to a PipeWriter");
    writer.flush();
    assertThat(channel.pieces).isEmpty();
  }

  @Test
  void closeDoesNotTryAgainWhatHasFailed() throws Exception {
    FrameWriter writer = Framing.lines().writer(channel);
    channel.most = 2;
    channel.failing = true;
    assertThatThrownBy(() -> writer.write("abcdef")).hasMessage("as told");
    writer.close();

    assertThat(channel.pieces).containsExactly("ab");
    assertThat(channel.open).isFalse();
  }

  @Test
  void aBufferIsTakenWholeOrNotAtAll() throws Exception {
    ByteBuffer message = UTF_8.encode("a\nb");
    FrameWriter writer = Framing.lines().writer(channel);
    assertThatThrownBy(() -> writer.write(message)).isInstanceOf(FrameException.class);
    assertThat(message.remaining()).isEqualTo(3);
    message.limit(1);
    writer.write(message);
    assertThat(message.hasRemaining()).isFalse();
    assertThat(channel.pieces).containsExactly("a\n");
  }

  @Test
  void whatMakesNoFramingIsAnErrorWhenItIsDescribed() {
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.delimitedBy());
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.delimitedBy(""));
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.fixed(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.lengthPrefix(3, BIG_ENDIAN));
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.lines().limit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.lines().limit(1 << 30));
    assertThatIllegalStateException().isThrownBy(() -> Framing.fixed(2).limit(1));
    assertThatIllegalStateException().isThrownBy(() -> Framing.netstring().keepingDelimiter());
  }
}
