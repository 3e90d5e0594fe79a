package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where one stream of a fifo ends and the next begins. */
@Tag("pitfall-23")
@Tag("blocking")
class FifoStreamsTest {
  private static final int MORE_THAN_PAGE = 8192;

  @TempDir private Path folder;

  private Fifo fifo() throws IOException {
    return Fifo.create(folder.resolve("fifo"));
  }

  /** The reader, and the one writer that it has seen; this one has closed. */
  private static PipeReader afterOneWriter(Fifo fifo) throws Exception {
    var opening = Background.start(ThreadKind.VIRTUAL, fifo::openReader);
    try (PipeWriter first = fifo.openWriter()) {
      first.write(ByteBuffer.wrap(Bytes.filled(MORE_THAN_PAGE, 'a')));
      return opening.value();
    }
  }

  /** Of the two calls of the first read the second has met the end: the kernel says it once. */
  @Test
  void theEndOfOneStreamIsToldAlthoughTheNextHasBegun() throws Exception {
    Fifo fifo = fifo();
    try (PipeReader reader = afterOneWriter(fifo)) {
      ByteBuffer into = ByteBuffer.allocate(2 * MORE_THAN_PAGE);
      assertThat(reader.read(into)).isEqualTo(MORE_THAN_PAGE);
      try (PipeWriter second = fifo.openWriter()) {
        second.write("b");
        assertThat(reader.read(into)).isEqualTo(-1);
        assertThat(reader.read(into)).isOne();
      }
    }
  }

  @Test
  void transferToEndsWhereReadingOnHasMetTheEnd() throws Exception {
    Fifo fifo = fifo();
    try (PipeReader reader = afterOneWriter(fifo);
        Pipe to = Pipe.open()) {
      assertThat(reader.read(ByteBuffer.allocate(2 * MORE_THAN_PAGE))).isEqualTo(MORE_THAN_PAGE);
      try (PipeWriter second = fifo.openWriter()) {
        second.write("b");
        assertThat(reader.transferTo(to.writer())).isZero();
      }
    }
  }

  /** -EINTR has the bit of POLLHUP, by which a writer is known that has come and gone. */
  @Test
  void aQuestionThatWasInterruptedIsNoWriter() throws Exception {
    Path path = fifo().path();
    for (int errno : new int[] {Errno.EINTR, Errno.ENOMEM}) {
      var kernel = new FaultyPosix();
      kernel.next("poll", Fault.errno(errno));
      Fifo fifo = Fifo.at(kernel.posix(), path);
      assertThatThrownBy(() -> fifo.openReader(Duration.ofMillis(20)))
          .isInstanceOf(DeadlineExceededException.class);
    }
  }
}
