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
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a write takes, and all that ends one which waits. */
@Tag("blocking")
class PipeWriterTest {
  private Leaks before;
  private Pipe pipe;
  private PipeReader reader;
  private PipeWriter writer;
  private int capacity;

  @BeforeEach
  void open() throws IOException {
    before = Leaks.snapshot();
    pipe = Pipe.open();
    reader = pipe.reader();
    writer = pipe.writer();
    capacity = writer.capacity();
  }

  @AfterEach
  void closeAndLookForLeaks() {
    pipe.close();
    Leaks.assertNoneSince(before);
  }

  private ByteBuffer moreThanFits() {
    return ByteBuffer.allocate(capacity + 1000);
  }

  @Test
  void aWriteReturnsWhatItWasGivenAndEmptiesTheBuffer() throws IOException {
    ByteBuffer spam = ByteBuffer.wrap("spam".getBytes(StandardCharsets.UTF_8));
    assertThat(writer.write(spam)).isEqualTo(4);
    assertThat(spam.hasRemaining()).isFalse();
    assertThat(writer.write(spam)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aWriteWaitsUntilAllIsTaken(ThreadKind kind) throws IOException {
    var write = Background.parked(kind, () -> writer.write(moreThanFits()));
    assertThat(writer.queued()).isEqualTo(capacity);
    ByteBuffer into = ByteBuffer.allocate(capacity + 1000);
    while (into.hasRemaining()) {
      assertThat(reader.read(into)).isPositive();
    }
    assertThat(write.value()).isEqualTo(capacity + 1000);
  }

  @Test
  @Tag("pitfall-2")
  void aWriteWithoutAReaderIsABrokenPipeAndTheProcessLives() {
    reader.close();
    assertThatThrownBy(() -> writer.write("spam"))
        .isInstanceOfSatisfying(
            BrokenPipeException.class,
            e -> {
              assertThat(e.bytesAccepted()).isZero();
              assertThat(e.errnoName()).isEqualTo("EPIPE");
            })
        .hasMessageContaining("write to " + pipe + ": Broken pipe")
        .hasMessageContaining("took 0 bytes of this write before");
    assertThat(writer.isOpen()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  @Tag("pitfall-2")
  void aReaderThatLeavesInTheMiddleIsABrokenPipeThatTellsHowMuchWasTaken(ThreadKind kind) {
    ByteBuffer from = moreThanFits();
    var write = Background.parked(kind, () -> writer.write(from));
    reader.close();
    assertThat(write.failure())
        .isInstanceOfSatisfying(
            BrokenPipeException.class, e -> assertThat(e.bytesAccepted()).isEqualTo(capacity));
    assertThat(from.position()).isEqualTo(capacity);
  }

  @Test
  @Tag("pitfall-2")
  void theBytesAcceptedAreThoseOfThisWriteAlone() {
    var from = ByteBuffer.allocate(capacity + 1000).position(500);
    var write = Background.parked(ThreadKind.VIRTUAL, () -> writer.write(from));
    reader.close();
    assertThat(write.failure())
        .isInstanceOfSatisfying(
            BrokenPipeException.class, e -> assertThat(e.bytesAccepted()).isEqualTo(capacity));
    assertThat(from.position()).isEqualTo(500 + capacity);
  }

  @ParameterizedTest
  @EnumSource
  void closeWakesAWriteThatWaits(ThreadKind kind) throws IOException {
    ByteBuffer from = moreThanFits();
    var write = Background.parked(kind, () -> writer.write(from));
    writer.close();
    assertThat(write.failure()).isExactlyInstanceOf(AsynchronousCloseException.class);
    assertThat(from.position()).isEqualTo(capacity);
    assertThat(reader.readAllBytes()).hasSize(capacity);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptClosesTheEndAndIsSetAfter(ThreadKind kind) throws IOException {
    ByteBuffer from = moreThanFits();
    var write = Background.parked(kind, () -> writer.write(from));
    write.interrupt();
    assertThat(write.failure()).isExactlyInstanceOf(ClosedByInterruptException.class);
    assertThat(write.isInterruptedAfter()).isTrue();
    assertThat(writer.isOpen()).isFalse();
    assertThat(from.position()).isEqualTo(capacity);
    assertThat(reader.readAllBytes()).hasSize(capacity);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptThatCameBeforeClosesTheEnd(ThreadKind kind) throws IOException {
    var write =
        Background.start(
            kind,
            () -> {
              Thread.currentThread().interrupt();
              return writer.write(ByteBuffer.allocate(1));
            });
    assertThat(write.failure()).isExactlyInstanceOf(ClosedByInterruptException.class);
    assertThat(reader.readAllBytes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineEndsTheWriteAndTellsHowMuchWasTaken(ThreadKind kind) throws IOException {
    ByteBuffer from = moreThanFits();
    var write = Background.start(kind, () -> writer.write(from, Duration.ofMillis(20)));
    assertThat(write.failure())
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessage(
            "write to %s timed out after 20ms: it is full, and no process reads from it"
                .formatted(pipe));
    assertThat(from.position()).isEqualTo(capacity);
    assertThat(writer.isOpen()).isTrue();
    assertThat(reader.read(ByteBuffer.allocate(capacity))).isEqualTo(capacity);
    assertThat(writer.write(from, Duration.ofMillis(20))).isEqualTo(1000);
  }

  @Test
  void aClosedEndSaysSoEvenForAnEmptyWrite() {
    writer.close();
    writer.close();
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(0)))
        .isExactlyInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(writer::queued).isExactlyInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> writer.resize(4096)).isExactlyInstanceOf(ClosedChannelException.class);
  }

  /** Two large writes at once: the second begins when the first is whole. */
  @Test
  void writesOfSeveralThreadsStayWhole() throws IOException {
    int length = capacity * 2;
    var writes =
        IntStream.range(1, 5)
            .mapToObj(mark ->
                Background.start(
                    ThreadKind.VIRTUAL,
                    () -> writer.write(ByteBuffer.wrap(Bytes.filled(length, mark)))))
            .toList();
    ByteBuffer all = ByteBuffer.allocate(length * 4);
    while (all.hasRemaining()) {
      assertThat(reader.read(all)).isPositive();
    }
    writes.forEach(write -> assertThat(write.value()).isEqualTo(length));
    for (int i = 0; i < 4; i++) {
      byte mark = all.get(i * length);
      assertThat(Arrays.copyOfRange(all.array(), i * length, (i + 1) * length)).containsOnly(mark);
    }
  }

  @Test
  void itTellsWhetherAReaderIsThere() throws IOException {
    writer.write("unread");
    assertThat(writer.hasReader()).isTrue();
    reader.close();
    assertThat(writer.hasReader()).isFalse();
    assertThat(writer.queued()).isEqualTo(6);
    writer.close();
    assertThatThrownBy(writer::hasReader).isInstanceOf(ClosedChannelException.class);
  }
}
