package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much a pipe holds is asked from the kernel; what is refused says why. */
@Tag("pitfall-24")
class PipeCapacityTest {
  private static final int PAGE = 4096;

  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    pipe = Pipe.open();
  }

  @AfterEach
  void close() {
    pipe.close();
  }

  @Test
  void theCapacityIsWhatTheKernelHolds() throws IOException {
    int capacity = pipe.reader().capacity();
    assertThat(pipe.writer().capacity()).isEqualTo(capacity);
    pipe.writer().write(ByteBuffer.allocate(capacity), Duration.ZERO);
    assertThat(pipe.writer().queued()).isEqualTo(capacity);
    assertThatThrownBy(() -> pipe.writer().write(ByteBuffer.allocate(1), Duration.ZERO))
        .isInstanceOf(DeadlineExceededException.class);
  }

  /** Whoever has used up the pages that a user may have in pipes gets smaller ones. */
  @Test
  void aSmallerPipeIsNoticed() throws IOException {
    assertThat(pipe.writer().resize(PAGE)).isEqualTo(PAGE);
    assertThat(pipe.reader().capacity()).isEqualTo(PAGE);
    ByteBuffer two = ByteBuffer.allocate(2 * PAGE);
    assertThatThrownBy(() -> pipe.writer().write(two, Duration.ZERO))
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(two.position()).isEqualTo(PAGE);
  }

  @Test
  void theAnswerIsTheCapacityGivenNotTheOneAskedFor() throws IOException {
    assertThat(pipe.reader().resize(100_000)).isEqualTo(131_072);
    assertThat(pipe.writer().capacity()).isEqualTo(131_072);
  }

  @Test
  void lessThanLiesInItIsRefusedWithTheReason() throws IOException {
    pipe.writer().write(ByteBuffer.allocate(2 * PAGE));
    assertThatThrownBy(() -> pipe.writer().resize(PAGE))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errnoName()).isEqualTo("EBUSY"))
        .hasMessage(
            "set the capacity of %s to 4096 bytes: Device or resource busy; more bytes than that"
                    .formatted(pipe)
                + " lie in it now");
  }

  /** Root may have more than the limit, so the kernel's refusal is played. */
  @Test
  void moreThanTheLimitIsRefusedWithTheReason() throws IOException {
    var faulty = new FaultyPosix();
    var ends = new int[2];
    assertThat(Platform.posix().pipe2(ends, Constants.O_CLOEXEC)).isZero();
    try (PipeReader reader = Internals.reader(faulty.posix(), ends[0], "a pipe");
        PipeWriter writer = Internals.writer(faulty.posix(), ends[1], "a pipe")) {
      assertThat(writer.isOpen()).isTrue();
      faulty.next("fcntl", Fault.errno(Errno.EPERM));
      assertThatThrownBy(() -> reader.resize(1 << 30))
          .isInstanceOf(ErrnoException.class)
          .hasMessage(
              "set the capacity of a pipe to 1073741824 bytes: Operation not permitted; more than"
                  + " the user's limits allow; see /proc/sys/fs/pipe-max-size");
    }
  }

  @Test
  void anImpossibleCapacityIsRefused() {
    assertThatThrownBy(() -> pipe.writer().resize(-1)).isInstanceOf(ErrnoException.class);
    assertThat(pipe.writer().isOpen()).isTrue();
  }
}
