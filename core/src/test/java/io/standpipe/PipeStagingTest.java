package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.StagingPipe;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.FaultyPosix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** When a reader takes the bytes out of the pipe before it copies them, and when it does not. */
class PipeStagingTest {
  private static final int HALF = 32 * 1024;
  private static final byte[] CONTENT = Bytes.random(2 * HALF, 5);

  private final FaultyPosix kernel = new FaultyPosix();

  private static byte[] read(PipeReader reader, int room) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(room);
    return Arrays.copyOf(into.array(), reader.read(into));
  }

  @Test
  void whoHasFilledHisBufferTakesTheNextBytesOutFirst() throws IOException {
    assumeTrue(StagingPipe.isWorthwhile(), "with one processor nobody writes meanwhile");
    try (Pipe pipe = Pipe.open(kernel.posix())) {
      pipe.writer().write(ByteBuffer.wrap(CONTENT));
      assertThat(read(pipe.reader(), HALF)).isEqualTo(Arrays.copyOf(CONTENT, HALF));
      assertThat(kernel.count("splice")).isZero();
      pipe.writer().close();
      assertThat(read(pipe.reader(), HALF)).isEqualTo(Arrays.copyOfRange(CONTENT, HALF, 2 * HALF));
      assertThat(kernel.count("splice")).isPositive();
      assertThat(pipe.reader().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void whoHasEmptiedThePipeReadsDirectly() throws IOException {
    try (Pipe pipe = Pipe.open(kernel.posix())) {
      for (int i = 0; i < 3; i++) {
        pipe.writer().write(ByteBuffer.wrap(CONTENT, 0, HALF));
        assertThat(read(pipe.reader(), 2 * HALF)).isEqualTo(Arrays.copyOf(CONTENT, HALF));
      }
      assertThat(kernel.count("splice")).isZero();
    }
  }

  @Test
  void whatIsNoPipeIsReadDirectly() throws IOException {
    int zero = Platform.posix().open("/dev/zero", Constants.O_CLOEXEC, 0);
    try (PipeReader reader = Internals.reader(kernel.posix(), zero, "/dev/zero")) {
      for (int i = 0; i < 3; i++) {
        assertThat(read(reader, HALF)).hasSize(HALF);
      }
      assertThat(kernel.count("splice")).isZero();
    }
  }
}
