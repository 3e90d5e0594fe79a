package io.standpipe.bench.contender;

import io.standpipe.Pipe;
import io.standpipe.bench.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Map;

/**
 * Moves bytes from one thread to another within a JVM, 64 KiB per write and read. Timed from before
 * the first write until the reader has seen the end.
 */
final class OwnPipe {
  private static final int BUFFER = 64 * 1024;

  static final Map<String, Round> CONTENDERS =
      Map.of("standpipe", OwnPipe::standpipe, "jdk", OwnPipe::jdk);

  private OwnPipe() {}

  private static Sample standpipe(long bytes) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      return pump(bytes, pipe.reader(), pipe.writer());
    }
  }

  private static Sample jdk(long bytes) throws Exception {
    java.nio.channels.Pipe pipe = java.nio.channels.Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      return pump(bytes, source, sink);
    }
  }

  private static Sample pump(long bytes, ReadableByteChannel from, WritableByteChannel to)
      throws Exception {
    long begin = System.nanoTime();
    Threads.Result<Long> reading = Threads.platform(() -> readAll(from));
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    for (long left = bytes; left > 0; ) {
      buffer.clear().limit((int) Math.min(BUFFER, left));
      while (buffer.hasRemaining()) {
        left -= to.write(buffer);
      }
    }
    to.close();
    return new Sample(reading.await(), System.nanoTime() - begin);
  }

  private static long readAll(ReadableByteChannel from) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    long count = 0;
    for (int n = 0; n >= 0; n = from.read(buffer.clear())) {
      count += n;
    }
    return count;
  }
}
