package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.bench.Sample;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads all that {@code head -c N /dev/zero} writes, with a buffer of 64 KiB, and counts the bytes.
 * Timed from before the start of the program until its exit.
 */
final class BulkReading {
  private static final int BUFFER = 64 * 1024;

  static final Map<String, Round> CONTENDERS =
      Map.of(
          "standpipe", BulkReading::standpipe,
          "standpipe-stream", BulkReading::standpipeStream,
          "jdk", BulkReading::jdk,
          "nuprocess", BulkReading::nuProcess);

  private BulkReading() {}

  private static String[] head(long bytes) {
    return new String[] {"-c", Long.toString(bytes), "/dev/zero"};
  }

  private static Sample standpipe(long bytes) throws Exception {
    long begin = System.nanoTime();
    long count = 0;
    try (Child head = Command.of("head", head(bytes)).stdout(Redirect.pipe()).start()) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      for (int n = 0; n >= 0; n = head.stdout().read(buffer.clear())) {
        count += n;
      }
      head.awaitSuccess();
    }
    return new Sample(count, System.nanoTime() - begin);
  }

  private static Sample standpipeStream(long bytes) throws Exception {
    long begin = System.nanoTime();
    long count;
    try (Child head = Command.of("head", head(bytes)).stdout(Redirect.pipe()).start()) {
      count = count(head.stdout().inputStream());
      head.awaitSuccess();
    }
    return new Sample(count, System.nanoTime() - begin);
  }

  private static Sample jdk(long bytes) throws Exception {
    long begin = System.nanoTime();
    Process head =
        new ProcessBuilder("head", "-c", Long.toString(bytes), "/dev/zero")
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long count;
    try (InputStream in = head.getInputStream()) {
      count = count(in);
    }
    require(head.waitFor() == 0, "head failed");
    return new Sample(count, System.nanoTime() - begin);
  }

  private static long count(InputStream in) throws Exception {
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    for (int n = 0; n >= 0; n = in.read(buffer)) {
      count += n;
    }
    return count;
  }

  private static Sample nuProcess(long bytes) throws Exception {
    long begin = System.nanoTime();
    var counter = new Counter();
    NuProcess head =
        new NuProcessBuilder(counter, "head", "-c", Long.toString(bytes), "/dev/zero").start();
    require(head.waitFor(0, TimeUnit.SECONDS) == 0, "head failed");
    return new Sample(counter.count, System.nanoTime() - begin);
  }

  /** Uses NuProcess's own buffer of 64 KiB. */
  private static final class Counter extends NuAbstractProcessHandler {
    private volatile long count;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void onStdout(ByteBuffer buffer, boolean closed) {
      count += buffer.remaining();
      buffer.position(buffer.limit());
    }
  }
}
