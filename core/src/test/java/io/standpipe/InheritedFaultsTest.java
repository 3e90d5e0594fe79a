package io.standpipe;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.End;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.RawPipe;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Inherited ends that cannot be opened anew, as where they belong to another user: the shared
 * description blocks, and is waited for by poll. Also what the kernel may say on the way.
 */
@Tag("pitfall-29")
@Tag("blocking")
class InheritedFaultsTest {
  private final Posix posix = Platform.posix();
  private final FaultyPosix faulty = new FaultyPosix();
  private final RawPipe pipe = new RawPipe(0);
  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
    pipe.close();
  }

  private int duplicate(int fd) {
    int copy = posix.fcntl(fd, F_DUPFD_CLOEXEC, 0);
    assertThat(copy).isNotNegative();
    return copy;
  }

  private PipeReader sharedReader() throws IOException {
    faulty.next("open", Fault.errno(Errno.EACCES));
    return PipeReader.inherited(faulty.posix(), duplicate(pipe.readEnd()));
  }

  private PipeWriter sharedWriter() throws IOException {
    faulty.next("open", Fault.errno(Errno.EACCES));
    return PipeWriter.inherited(faulty.posix(), duplicate(pipe.writeEnd()));
  }

  @Test
  void aSharedReaderWaitsAndReadsAndSeesTheEnd() throws IOException {
    try (PipeReader reader = sharedReader()) {
      var read = Background.parked(ThreadKind.VIRTUAL, () -> reader.read(ByteBuffer.allocate(10)));
      pipe.fillWith("spam");
      assertThat(read.value()).isEqualTo(4);
      pipe.closeWriteEnd();
      assertThat(reader.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aSharedReaderIsWokenByCloseAndDeadline() throws IOException {
    PipeReader reader = sharedReader();
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1), Duration.ofMillis(10)))
        .isInstanceOf(DeadlineExceededException.class);
    var read = Background.parked(ThreadKind.VIRTUAL, () -> reader.read(ByteBuffer.allocate(1)));
    reader.close();
    assertThat(read.failure()).isInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void aSharedWriterTakesWhatFitsAndWaitsForTheRest() throws IOException {
    try (PipeWriter writer = sharedWriter()) {
      int capacity = writer.capacity();
      ByteBuffer from = ByteBuffer.allocate(capacity + 1);
      assertThatThrownBy(() -> writer.write(from, Duration.ofMillis(10)))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(from.position()).isEqualTo(capacity);
      assertThat(from.limit()).isEqualTo(capacity + 1);
      assertThat(posix.read(pipe.readEnd(), ByteBuffer.allocate(capacity))).isEqualTo(capacity);
      assertThat(writer.write(from)).isOne();
    }
  }

  @Test
  void aSharedWriterSeesThatNobodyReads() throws IOException {
    try (PipeWriter writer = sharedWriter()) {
      pipe.closeReadEnd();
      assertThatThrownBy(() -> writer.write("x")).isInstanceOf(BrokenPipeException.class);
    }
  }

  @Test
  void anInterruptedQuestionIsPutAgainBeforeTheCallThatWouldBlock() throws IOException {
    try (PipeReader reader = sharedReader()) {
      faulty.next("poll", Fault.errno(Errno.EINTR));
      assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1), Duration.ofMillis(10)))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(faulty.count("read")).isZero();
    }
    try (PipeWriter writer = sharedWriter()) {
      ByteBuffer full = ByteBuffer.allocate(writer.capacity());
      assertThat(posix.write(pipe.writeEnd(), full)).isEqualTo(full.capacity());
      faulty.next("poll", Fault.errno(Errno.EINTR));
      assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1), Duration.ofMillis(10)))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(faulty.count("write")).isZero();
    }
  }

  @Test
  void whatCannotBeTakenOverStaysOpenAndNothingIsLeft() {
    int given = duplicate(pipe.readEnd());
    faulty.next("open", Fault.errno(Errno.EACCES));
    faulty.next("fcntl", Fault.NONE, Fault.errno(Errno.EMFILE));
    assertThatThrownBy(() -> PipeReader.inherited(faulty.posix(), given))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("take over descriptor " + given + ": Too many open files");
    assertThat(posix.close(given)).isZero();
  }

  @Test
  void anEndOpenedAnewIsItsOwnAndTheGivenNumberIsClosed() throws IOException {
    int given = duplicate(pipe.readEnd());
    try (PipeReader reader = PipeReader.inherited(faulty.posix(), given)) {
      assertThat(reader.end().description()).isEqualTo(End.Description.OWN);
      assertThat(posix.close(given)).isEqualTo(-Errno.EBADF);
      pipe.fillWith("x");
      assertThat(reader.read(ByteBuffer.allocate(1))).isOne();
    }
  }
}
