package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A pipe as two numbers, for tests of single calls. Closing it closes the ends still open. */
public final class RawPipe implements AutoCloseable {
  private static final Posix POSIX = Platform.posix();

  private final int[] ends = new int[2];
  private boolean readOpen = true;
  private boolean writeOpen = true;

  /** With {@code O_CLOEXEC} and these flags. */
  public RawPipe(int flags) {
    assertThat(POSIX.pipe2(ends, flags | Constants.O_CLOEXEC)).isZero();
  }

  public int readEnd() {
    return ends[0];
  }

  public int writeEnd() {
    return ends[1];
  }

  /** Writes ASCII text, which must fit. */
  public void fillWith(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    assertThat(POSIX.write(ends[1], bytes)).isEqualTo(text.length());
  }

  /** Reads at most 100 bytes as ASCII text; waits unless the pipe is non-blocking. */
  public String take() {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    assertThat(POSIX.read(ends[0], bytes)).isNotNegative();
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
  }

  public void closeReadEnd() {
    if (readOpen) {
      readOpen = false;
      assertThat(POSIX.close(ends[0])).isZero();
    }
  }

  public void closeWriteEnd() {
    if (writeOpen) {
      writeOpen = false;
      assertThat(POSIX.close(ends[1])).isZero();
    }
  }

  @Override
  public void close() {
    closeReadEnd();
    closeWriteEnd();
  }
}
