package io.standpipe.bench.inner;

import io.standpipe.Pipe;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Writes 64 bytes into a pipe and reads them back on one thread: two system calls that never wait,
 * and the code around them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmallTransfer {
  private static final int BYTES = 64;

  private final Posix posix = Platform.posix();
  private final int[] raw = new int[2];
  private final Pipe pipe = opened(Pipe::open);
  private final java.nio.channels.Pipe jdk = opened(java.nio.channels.Pipe::open);
  private final ByteBuffer direct = ByteBuffer.allocateDirect(BYTES);
  private final ByteBuffer heap = ByteBuffer.allocate(BYTES);

  private interface Opening<T> {
    T open() throws IOException;
  }

  private static <T> T opened(Opening<T> opening) {
    try {
      return opening.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the pipe for the calls that use bare descriptors. */
  @Setup
  public void open() {
    if (posix.pipe2(raw, 0) < 0) {
      throw new IllegalStateException("pipe2 failed");
    }
  }

  /** Closes all pipes. */
  @TearDown
  public void close() throws IOException {
    pipe.close();
    jdk.source().close();
    jdk.sink().close();
    posix.close(raw[0]);
    posix.close(raw[1]);
  }

  /** Only the two system calls, through the same binding, without PipeReader and PipeWriter. */
  @Benchmark
  public int calls() {
    return posix.write(raw[1], direct.clear()) + posix.read(raw[0], direct.clear());
  }

  /** PipeReader and PipeWriter with a direct buffer. */
  @Benchmark
  public int standpipeDirect() throws IOException {
    return pipe.writer().write(direct.clear()) + pipe.reader().read(direct.clear());
  }

  /** PipeReader and PipeWriter with a buffer on the heap. */
  @Benchmark
  public int standpipeHeap() throws IOException {
    return pipe.writer().write(heap.clear()) + pipe.reader().read(heap.clear());
  }

  /** The JDK's pipe, with a direct buffer. */
  @Benchmark
  public int jdkDirect() throws IOException {
    return jdk.sink().write(direct.clear()) + jdk.source().read(direct.clear());
  }

  /** The JDK's pipe, with a buffer on the heap. */
  @Benchmark
  public int jdkHeap() throws IOException {
    return jdk.sink().write(heap.clear()) + jdk.source().read(heap.clear());
  }
}
