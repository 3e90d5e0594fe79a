package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a read returns, and all that ends one which waits. */
@Tag("blocking")
class PipeReaderTest {
  private Leaks before;
  private Pipe pipe;
  private PipeReader reader;
  private PipeWriter writer;

  @BeforeEach
  void open() throws IOException {
    before = Leaks.snapshot();
    pipe = Pipe.open();
    reader = pipe.reader();
    writer = pipe.writer();
  }

  @AfterEach
  void closeAndLookForLeaks() {
    pipe.close();
    Leaks.assertNoneSince(before);
  }

  private String readText(int most) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(most);
    assertThat(reader.read(into)).isEqualTo(into.position());
    return new String(into.array(), 0, into.position(), StandardCharsets.UTF_8);
  }

  private int readByte() throws IOException {
    return reader.read(ByteBuffer.allocate(1));
  }

  @Test
  void aPipeKeepsNoMessageBoundaries() throws IOException {
    writer.write("Spam 004");
    writer.write("Spam 000");
    assertThat(readText(32)).isEqualTo("Spam 004Spam 000");
    writer.write("Spam 001");
    assertThat(readText(5)).isEqualTo("Spam ");
    assertThat(readText(32)).isEqualTo("001");
  }

  @Test
  void theEndOfTheStreamComesAfterTheLastByteAndStays() throws IOException {
    writer.write("x");
    writer.close();
    assertThat(readByte()).isEqualTo(1);
    assertThat(readByte()).isEqualTo(-1);
    assertThat(readByte()).isEqualTo(-1);
  }

  @Test
  void aBufferWithoutRoomReadsNothingAndDoesNotWait() throws IOException {
    assertThat(reader.read(ByteBuffer.allocate(0))).isZero();
    writer.close();
    assertThat(reader.read(ByteBuffer.allocate(0))).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aReadWaitsForTheFirstByte(ThreadKind kind) throws IOException {
    var read = Background.parked(kind, () -> readText(10));
    writer.write("spam");
    assertThat(read.value()).isEqualTo("spam");
  }

  @ParameterizedTest
  @EnumSource
  void aReadThatWaitsSeesTheEndWhenTheWriterCloses(ThreadKind kind) {
    var read = Background.parked(kind, this::readByte);
    writer.close();
    assertThat(read.value()).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource
  void closeWakesAReadThatWaits(ThreadKind kind) {
    var read = Background.parked(kind, this::readByte);
    reader.close();
    assertThat(read.failure()).isExactlyInstanceOf(AsynchronousCloseException.class);
    assertThat(reader.isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void closeWakesAllWhoWaitForTheirTurnToo(ThreadKind kind) {
    var first = Background.parked(kind, this::readByte);
    var second = Background.parked(kind, this::readByte);
    var third = Background.parked(kind, () -> reader.read(ByteBuffer.allocate(1), FAR));
    reader.close();
    assertThat(first.failure()).isInstanceOf(AsynchronousCloseException.class);
    assertThat(second.failure()).isInstanceOf(ClosedChannelException.class);
    assertThat(third.failure()).isInstanceOf(ClosedChannelException.class);
  }

  private static final Duration FAR = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource
  void anInterruptClosesTheEndAndIsSetAfter(ThreadKind kind) {
    var read = Background.parked(kind, this::readByte);
    read.interrupt();
    assertThat(read.failure()).isExactlyInstanceOf(ClosedByInterruptException.class);
    assertThat(read.isInterruptedAfter()).isTrue();
    assertThat(reader.isOpen()).isFalse();
    assertThatThrownBy(() -> writer.write("x")).isInstanceOf(BrokenPipeException.class);
  }

  /** Also where bytes are there to be read: java.nio.channels has it so. */
  @ParameterizedTest
  @EnumSource
  void anInterruptThatCameBeforeClosesTheEnd(ThreadKind kind) throws IOException {
    writer.write("x");
    var read =
        Background.start(
            kind,
            () -> {
              Thread.currentThread().interrupt();
              return readByte();
            });
    assertThat(read.failure()).isExactlyInstanceOf(ClosedByInterruptException.class);
    assertThat(read.isInterruptedAfter()).isTrue();
    assertThat(reader.isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptOfOneWhoWaitsForHisTurnClosesTheEndForAll(ThreadKind kind) {
    var first = Background.parked(kind, this::readByte);
    var second = Background.parked(kind, this::readByte);
    second.interrupt();
    assertThat(second.failure()).isExactlyInstanceOf(ClosedByInterruptException.class);
    assertThat(first.failure()).isExactlyInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void aClosedEndSaysSo() {
    reader.close();
    reader.close();
    assertThatThrownBy(this::readByte).isExactlyInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(reader::available).isExactlyInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(reader::capacity).isExactlyInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(reader::readAllBytes).isExactlyInstanceOf(ClosedChannelException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineEndsTheReadAndLeavesTheEndUsable(ThreadKind kind) throws IOException {
    var read =
        Background.start(kind, () -> reader.read(ByteBuffer.allocate(1), Duration.ofMillis(20)));
    assertThat(read.failure())
        .isInstanceOfSatisfying(
            DeadlineExceededException.class,
            e -> assertThat(e.limit()).isEqualTo(Duration.ofMillis(20)))
        .hasMessage(
            "read from %s timed out after 20ms: it is empty, and a writer is still there"
                .formatted(pipe));
    assertThat(reader.isOpen()).isTrue();
    writer.write("spam");
    assertThat(readText(10)).isEqualTo("spam");
  }

  @Test
  void aDeadlineOfZeroTakesWhatIsThere() throws IOException {
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1), Duration.ZERO))
        .isInstanceOf(DeadlineExceededException.class);
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1), Duration.ofSeconds(-1)))
        .isInstanceOf(DeadlineExceededException.class);
    writer.write("x");
    assertThat(reader.read(ByteBuffer.allocate(1), Duration.ZERO)).isOne();
  }

  @Test
  void aLimitBeyondAllTimeIsNoLimit() throws IOException {
    Duration everlasting = Duration.ofSeconds(Long.MAX_VALUE);
    var read =
        Background.parked(
            ThreadKind.VIRTUAL, () -> reader.read(ByteBuffer.allocate(1), everlasting));
    writer.write("x");
    assertThat(read.value()).isOne();
  }

  @Test
  void aDeadlineHoldsForWhoWaitsForHisTurn() {
    var first = Background.parked(ThreadKind.PLATFORM, this::readByte);
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1), Duration.ofMillis(20)))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("another thread used it all that time");
    assertThat(reader.isOpen()).isTrue();
    reader.close();
    assertThat(first.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  /** The two ends of one pipe do not hold each other up. */
  @Test
  @Tag("pitfall-20")
  void theWriteEndCanBeClosedWhileTheReadEndWaits() {
    var read = Background.parked(ThreadKind.PLATFORM, reader::readAllBytes);
    writer.close();
    assertThat(read.value()).isEmpty();
    assertThat(reader.isOpen()).isTrue();
    assertThat(writer.isOpen()).isFalse();
  }

  @Test
  @Tag("pitfall-20")
  void whatWasWrittenBeforeTheHalfCloseIsAllRead() throws IOException {
    writer.write("spam");
    writer.close();
    assertThat(reader.readAllBytes()).asString().isEqualTo("spam");
  }

  @Test
  void availableIsWhatLiesInThePipe() throws IOException {
    assertThat(reader.available()).isZero();
    writer.write("spam");
    assertThat(reader.available()).isEqualTo(4);
    assertThat(writer.queued()).isEqualTo(4);
    assertThat(readText(3)).isEqualTo("spa");
    assertThat(reader.available()).isOne();
  }

  @Test
  void textNamesTheEndAndThePipe() {
    assertThat(reader.toString()).matches("reader\\(pipe \\d+\\)");
    assertThat(writer.toString()).matches("writer\\(pipe \\d+\\)");
    assertThat(reader).hasToString("reader(" + pipe + ")");
  }

  @Test
  void transferMovesAllAndLeavesTheTargetOpen() throws IOException {
    byte[] content = Bytes.random(300_000, 1);
    try (Pipe target = Pipe.open()) {
      var source = Background.start(ThreadKind.VIRTUAL, () -> Bytes.writeAndClose(writer, content));
      var moved = Background.start(ThreadKind.VIRTUAL, () -> reader.transferTo(target.writer()));
      ByteBuffer got = ByteBuffer.allocate(content.length);
      while (got.hasRemaining()) {
        assertThat(target.reader().read(got)).isPositive();
      }
      assertThat(source.value()).isEqualTo(content.length);
      assertThat(moved.value()).isEqualTo(content.length);
      assertThat(got.array()).isEqualTo(content);
      target.writer().write("more");
      assertThat(target.reader().available()).isEqualTo(4);
    }
  }
}
