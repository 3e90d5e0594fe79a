package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.DeadlineExceededException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each call that may block has a form with a time limit, and ends with the same exception. */
@Tag("blocking")
class TimeLimitTest {
  private static final Duration LIMIT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(20);

  private Pipe source;
  private Pipe target;
  private Pipe other;

  @BeforeEach
  void open() throws Exception {
    source = Pipe.open();
    target = Pipe.open();
    other = Pipe.open();
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
    other.close();
  }

  private static void timesOut(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(DeadlineExceededException.class)
        .satisfies(e -> assertThat(((DeadlineExceededException) e).limit()).isEqualTo(LIMIT));
  }

  @Test
  void readingAWholeStream() throws Exception {
    source.writer().write("a");
    timesOut(() -> source.reader().readAllBytes(LIMIT));
    source.writer().write("b");
    source.writer().close();
    assertThat(source.reader().readAllBytes(LONG)).asString().isEqualTo("b");
  }

  /** It was read, so the next read does not get it. */
  @Test
  @Tag("pitfall-43")
  void whatCameOfAWholeStreamIsInTheException() throws Exception {
    source.writer().write("so far");
    assertThatThrownBy(() -> source.reader().readAllBytes(LIMIT))
        .hasMessageStartingWith("read from pipe ")
        .hasMessageContaining("timed out after")
        .isInstanceOfSatisfying(
            DeadlineExceededException.class,
            e -> {
              assertThat(e.received()).isEqualTo("so far");
              assertThat(e.captured().isStdoutComplete()).isFalse();
            });
  }

  @Test
  void writingATextAndSeveralBuffers() throws Exception {
    String more = "x".repeat(2 * target.writer().capacity());
    timesOut(() -> target.writer().write(more, LIMIT));
    ByteBuffer[] buffers = {ByteBuffer.allocate(8), ByteBuffer.allocate(8)};
    timesOut(() -> target.writer().write(buffers, LIMIT));
    assertThat(buffers[0].position()).isZero();
    assertThat(target.reader().read(ByteBuffer.allocate(1 << 20))).isPositive();
    assertThat(target.writer().write(buffers, LONG)).isEqualTo(16);
  }

  @Test
  void transferringThatWaitsForBytes() throws Exception {
    source.writer().write("a");
    timesOut(() -> source.reader().transferTo(target.writer(), LIMIT));
    timesOut(() -> source.reader().transferTo(List.of(target.writer(), other.writer()), LIMIT));
    source.writer().close();
    assertThat(source.reader().transferTo(target.writer(), LONG)).isZero();
  }

  @Test
  void transferringThatWaitsForRoom() throws Exception {
    source.writer().resize(1 << 18);
    source.writer().write(ByteBuffer.allocate(1 << 18));
    timesOut(() -> source.reader().transferTo(target.writer(), LIMIT));
    assertThat(source.reader().isOpen() && target.writer().isOpen()).isTrue();
  }
}
