package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.F_GETFD;
import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.F_GETPIPE_SZ;
import static io.standpipe.internal.posix.Constants.F_SETPIPE_SZ;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.POLLERR;
import static io.standpipe.internal.posix.Constants.POLLHUP;
import static io.standpipe.internal.posix.Constants.POLLIN;
import static io.standpipe.internal.posix.Constants.POLLOUT;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The calls on pipes: one success and one specific error of each. */
class PipeCallsTest {
  /** Never open in a test's JVM, because it is above any usual limit. */
  private static final int NOT_OPEN = 999_999;

  private final Posix posix = Platform.posix();

  @Test
  void pipe2GivesTwoEndsWithTheFlagsAskedFor() {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      assertThat(posix.fcntl(pipe.readEnd(), F_GETFD, 0)).isEqualTo(Constants.FD_CLOEXEC);
      assertThat(posix.fcntl(pipe.writeEnd(), F_GETFL, 0))
          .isEqualTo(O_NONBLOCK | Constants.O_WRONLY);
    }
  }

  @Test
  void pipe2RefusesFlagsThatItDoesNotKnow() {
    assertThat(posix.pipe2(new int[2], 0x7000_0000)).isEqualTo(-Errno.EINVAL);
  }

  @Test
  void whatIsWrittenIsRead() {
    try (var pipe = new RawPipe(0)) {
      pipe.fillWith("spam");
      assertThat(pipe.take()).isEqualTo("spam");
    }
  }

  /** A write of at most PIPE_BUF bytes stays whole among the writes of other processes. */
  @Test
  void anyNumberOfBuffersUpToFourKibibytesIsOneWrite() {
    for (IntFunction<ByteBuffer> kind :
        List.<IntFunction<ByteBuffer>>of(
            i -> ByteBuffer.allocate(20),
            i -> ByteBuffer.allocateDirect(20),
            i -> i % 15 == 0 ? ByteBuffer.allocateDirect(260) : ByteBuffer.allocate(2))) {
      List<ByteBuffer> all = IntStream.range(0, 200).mapToObj(kind).toList();
      int bytes = all.stream().mapToInt(ByteBuffer::remaining).sum();
      assertThat(bytes).isBetween(4000, 4096);
      try (var pipe = new RawPipe(0)) {
        assertThat(posix.writev(pipe.writeEnd(), all)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void readGivesZeroWhenTheWriterHasGone() {
    try (var pipe = new RawPipe(0)) {
      pipe.closeWriteEnd();
      assertThat(posix.read(pipe.readEnd(), ByteBuffer.allocate(1))).isZero();
    }
  }

  @Test
  void readOfAnEmptyNonBlockingPipeSaysEagain() {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ByteBuffer into = ByteBuffer.allocate(1);
      assertThat(posix.read(pipe.readEnd(), into)).isEqualTo(-Errno.EAGAIN);
      assertThat(into.position()).isZero();
    }
  }

  @Test
  void readAndWriteOfWhatIsNotOpenSayEbadf() {
    assertThat(posix.read(NOT_OPEN, ByteBuffer.allocate(1))).isEqualTo(-Errno.EBADF);
    assertThat(posix.write(NOT_OPEN, ByteBuffer.allocate(1))).isEqualTo(-Errno.EBADF);
    assertThat(posix.read(NOT_OPEN, ByteBuffer.allocateDirect(1))).isEqualTo(-Errno.EBADF);
    assertThat(posix.write(NOT_OPEN, ByteBuffer.allocateDirect(1))).isEqualTo(-Errno.EBADF);
  }

  @Test
  @Tag("pitfall-2")
  void writeWithoutAReaderSaysEpipeAndTheProcessLives() {
    try (var pipe = new RawPipe(0)) {
      pipe.closeReadEnd();
      assertThat(posix.write(pipe.writeEnd(), ByteBuffer.allocate(1))).isEqualTo(-Errno.EPIPE);
    }
  }

  @Test
  void aFullNonBlockingPipeTakesAPartThenSaysEagain() {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      int capacity = posix.fcntl(pipe.writeEnd(), F_SETPIPE_SZ, 4096);
      ByteBuffer from = ByteBuffer.allocate(capacity + 1);
      assertThat(posix.write(pipe.writeEnd(), from)).isEqualTo(capacity);
      assertThat(from.position()).isEqualTo(capacity);
      assertThat(posix.write(pipe.writeEnd(), from)).isEqualTo(-Errno.EAGAIN);
      assertThat(from.position()).isEqualTo(capacity);
    }
  }

  @Test
  void closeGivesTheNumberBackOnce() {
    try (var pipe = new RawPipe(0)) {
      int copy = posix.fcntl(pipe.readEnd(), Constants.F_DUPFD_CLOEXEC, 900);
      assertThat(copy).isGreaterThanOrEqualTo(900);
      assertThat(posix.close(copy)).isZero();
      assertThat(posix.close(copy)).isEqualTo(-Errno.EBADF);
    }
  }

  @Test
  void fionreadCountsWhatLiesInThePipe() {
    try (var pipe = new RawPipe(0)) {
      assertThat(posix.fionread(pipe.readEnd())).isZero();
      pipe.fillWith("spam");
      assertThat(posix.fionread(pipe.readEnd())).isEqualTo(4);
      assertThat(posix.fionread(pipe.writeEnd())).isEqualTo(4);
    }
    assertThat(posix.fionread(NOT_OPEN)).isEqualTo(-Errno.EBADF);
  }

  @Test
  @Tag("pitfall-24")
  void theCapacityIsRoundedUpAndAnswered() {
    try (var pipe = new RawPipe(0)) {
      assertThat(posix.fcntl(pipe.readEnd(), F_SETPIPE_SZ, 5000)).isEqualTo(8192);
      assertThat(posix.fcntl(pipe.writeEnd(), F_GETPIPE_SZ, 0)).isEqualTo(8192);
    }
  }

  @Test
  void aCapacityBelowWhatLiesInThePipeIsRefused() {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      posix.fcntl(pipe.readEnd(), F_SETPIPE_SZ, 8192);
      assertThat(posix.write(pipe.writeEnd(), ByteBuffer.allocate(8192))).isEqualTo(8192);
      assertThat(posix.fcntl(pipe.readEnd(), F_SETPIPE_SZ, 4096)).isEqualTo(-Errno.EBUSY);
    }
  }

  @Test
  void fcntlOfWhatIsNotOpenSaysEbadf() {
    assertThat(posix.fcntl(NOT_OPEN, F_GETFL, 0)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void pollTellsWhatCameTrue() {
    try (var pipe = new RawPipe(0)) {
      assertThat(posix.poll(pipe.readEnd(), POLLIN, 0)).isZero();
      assertThat(posix.poll(pipe.writeEnd(), POLLOUT, 0)).isEqualTo(POLLOUT);
      pipe.fillWith("x");
      assertThat(posix.poll(pipe.readEnd(), POLLIN, -1)).isEqualTo(POLLIN);
      pipe.closeWriteEnd();
      assertThat(posix.poll(pipe.readEnd(), POLLIN, -1)).isEqualTo(POLLIN | POLLHUP);
    }
    try (var pipe = new RawPipe(0)) {
      pipe.closeReadEnd();
      assertThat(posix.poll(pipe.writeEnd(), POLLOUT, -1)).isEqualTo(POLLOUT | POLLERR);
    }
  }

  @Test
  void pollOfWhatIsNotOpenSaysSoInItsBits() {
    assertThat(posix.poll(NOT_OPEN, POLLIN, -1)).isEqualTo(0x20);
  }

  @Test
  void pollOfOneDescriptorMayWaitForTime() {
    try (var pipe = new RawPipe(0)) {
      long before = System.nanoTime();
      assertThat(posix.poll(pipe.readEnd(), POLLIN, 30)).isZero();
      assertThat(System.nanoTime() - before).isGreaterThan(20_000_000);
    }
  }

  @Test
  void teeDuplicatesAndConsumesNothing() {
    try (var from = new RawPipe(0);
        var to = new RawPipe(0)) {
      from.fillWith("spam");
      assertThat(posix.tee(from.readEnd(), to.writeEnd(), 100, 0)).isEqualTo(4);
      assertThat(to.take()).isEqualTo("spam");
      assertThat(from.take()).isEqualTo("spam");
    }
  }

  @Test
  void teeTellsAnEmptyPipeWithAWriterFromOneWithout() {
    try (var from = new RawPipe(0);
        var to = new RawPipe(0)) {
      assertThat(posix.tee(from.readEnd(), to.writeEnd(), 1, SPLICE_F_NONBLOCK))
          .isEqualTo(-Errno.EAGAIN);
      from.closeWriteEnd();
      assertThat(posix.tee(from.readEnd(), to.writeEnd(), 1, SPLICE_F_NONBLOCK)).isZero();
      assertThat(posix.tee(NOT_OPEN, to.writeEnd(), 1, 0)).isEqualTo(-Errno.EBADF);
    }
  }

  @Test
  void isattyKnowsATerminal() {
    int master = posix.open("/dev/ptmx", Constants.O_RDWR | Constants.O_NOCTTY, 0);
    assertThat(master).isNotNegative();
    try (var pipe = new RawPipe(0)) {
      assertThat(posix.isatty(master)).isOne();
      assertThat(posix.isatty(pipe.readEnd())).isEqualTo(-Errno.ENOTTY);
      assertThat(posix.isatty(NOT_OPEN)).isEqualTo(-Errno.EBADF);
    } finally {
      posix.close(master);
    }
  }

  @Test
  void spliceMovesWhatIsThereAndLeavesNothing() {
    try (var from = new RawPipe(O_NONBLOCK);
        var to = new RawPipe(O_NONBLOCK)) {
      from.fillWith("spam");
      assertThat(posix.splice(from.readEnd(), to.writeEnd(), 100, SPLICE_F_NONBLOCK)).isEqualTo(4);
      assertThat(to.take()).isEqualTo("spam");
      assertThat(posix.splice(from.readEnd(), to.writeEnd(), 100, SPLICE_F_NONBLOCK))
          .isEqualTo(-Errno.EAGAIN);
      from.closeWriteEnd();
      assertThat(posix.splice(from.readEnd(), to.writeEnd(), 100, SPLICE_F_NONBLOCK)).isZero();
    }
  }

  @Test
  void spliceBetweenTheEndsOfOnePipeSaysEinval() {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      assertThat(posix.splice(pipe.readEnd(), pipe.writeEnd(), 1, SPLICE_F_NONBLOCK))
          .isEqualTo(-Errno.EINVAL);
    }
  }

  @Test
  void writevGathersBuffersOfEitherKind() {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ByteBuffer direct = ByteBuffer.allocateDirect(4).put(new byte[] {'s', 'p', 'a', 'm'}).flip();
      ByteBuffer heap = ByteBuffer.wrap(new byte[] {'x', ' ', 'e', 'g', 'g', 'x'}, 1, 4);
      ByteBuffer empty = ByteBuffer.allocate(0);
      assertThat(posix.writev(pipe.writeEnd(), List.of(direct, empty, heap))).isEqualTo(8);
      assertThat(direct.hasRemaining()).isFalse();
      assertThat(heap.position()).isEqualTo(5);
      assertThat(pipe.take()).isEqualTo("spam egg");
    }
  }

  /** More buffers than one array has entries, and more bytes than the scratch or the pipe holds. */
  @Test
  void writevOfTooMuchTakesTheFirstAndMovesTheirPositions() {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      List<ByteBuffer> many =
          IntStream.range(0, 200).mapToObj(i -> ByteBuffer.allocate(1000)).toList();
      int n = posix.writev(pipe.writeEnd(), many);
      assertThat(n).isPositive();
      assertThat(many.stream().mapToInt(ByteBuffer::position).sum()).isEqualTo(n);
      int full = n / 1000;
      assertThat(many.subList(0, full)).noneMatch(ByteBuffer::hasRemaining);
    }
  }

  @Test
  void writevOfWhatIsNotOpenSaysEbadf() {
    assertThat(posix.writev(NOT_OPEN, List.of(ByteBuffer.allocate(1)))).isEqualTo(-Errno.EBADF);
  }
}
