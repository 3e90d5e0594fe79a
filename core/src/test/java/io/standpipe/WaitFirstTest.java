package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.testing.Background;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader that has learned that nothing is ever there when it comes: it waits before it reads. */
class WaitFirstTest {
  /** As many as it takes to be sure. */
  private static final int WAITS = 8;

  private final FaultyPosix faulty = new FaultyPosix();
  private Leaks before;
  private PipeReader reader;
  private PipeWriter writer;

  @BeforeEach
  void learn() throws Exception {
    before = Leaks.snapshot();
    var ends = new int[2];
    assertThat(Posix.system().pipe2(ends, Constants.O_CLOEXEC)).isZero();
    reader = PipeReader.own(faulty.posix(), ends[0], "a pipe");
    writer = PipeWriter.own(Posix.system(), ends[1], "a pipe");
    for (int i = 0; i < WAITS; i++) {
      var read = Background.parked(ThreadKind.VIRTUAL, this::read);
      writer.write("x");
      assertThat(read.value()).isOne();
    }
  }

  @AfterEach
  void close() {
    reader.close();
    writer.close();
    Leaks.assertNoneSince(before);
  }

  private int read() throws IOException {
    return reader.read(ByteBuffer.allocate(10));
  }

  @Test
  void aTurnIsOneReadLess() throws IOException {
    int reads = faulty.count("read");
    var read = Background.parked(ThreadKind.VIRTUAL, this::read);
    assertThat(faulty.count("read")).isEqualTo(reads);
    writer.write("x");
    assertThat(read.value()).isOne();
    assertThat(faulty.count("read")).isEqualTo(reads + 1);
  }

  @Test
  void bytesThatAreThereAreReadAlsoWhenNoTimeIsLeft() throws IOException {
    writer.write("x");
    assertThat(reader.read(ByteBuffer.allocate(10), Duration.ZERO)).isOne();
  }

  @Test
  void theEndIsToldAlsoWhenNoTimeIsLeft() throws IOException {
    writer.close();
    assertThat(reader.read(ByteBuffer.allocate(10), Duration.ZERO)).isEqualTo(-1);
  }

  @Test
  void whereNothingIsThereTheDeadlineIsKept() {
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), Duration.ZERO))
        .isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void bytesThatAreThereAreReadAlsoWhereNoWaitCanBeArmed() throws IOException {
    writer.write("x");
    faulty.next("epoll_ctl", Fault.errno(Errno.ENOMEM));
    assertThat(read()).isOne();
  }

  @Test
  void whereNothingIsThereAWaitThatCannotBeArmedIsAnError() {
    faulty.next("epoll_ctl", Fault.errno(Errno.ENOMEM));
    assertThatThrownBy(this::read)
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("wait to read from a pipe");
  }

  @Test
  void closeWakesIt() {
    var read = Background.parked(ThreadKind.VIRTUAL, this::read);
    reader.close();
    assertThat(read.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  /** What comes in one flood is read on without a wait, once a lot has come. */
  @Test
  void aFloodIsReadOn() throws IOException {
    writer.write(ByteBuffer.allocate(60_000));
    ByteBuffer page = ByteBuffer.allocate(4096);
    assertThat(reader.read(page)).isEqualTo(4096);
    int armed = faulty.count("epoll_ctl");
    for (int i = 0; i < 10; i++) {
      assertThat(reader.read(page.clear())).isEqualTo(4096);
    }
    assertThat(faulty.count("epoll_ctl")).isEqualTo(armed);
  }
}
