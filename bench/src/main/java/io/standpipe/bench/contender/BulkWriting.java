package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.bench.Sample;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Writes N bytes into {@code cat >/dev/null}, 64 KiB at a time. Timed from before the start of
 * {@code cat} until its exit, when it has read them all.
 */
final class BulkWriting {
  private static final int BUFFER = 64 * 1024;

  static final Map<String, Round> CONTENDERS =
      Map.of("standpipe", BulkWriting::standpipe, "jdk", BulkWriting::jdk);

  private BulkWriting() {}

  private static Sample standpipe(long bytes) throws Exception {
    long begin = System.nanoTime();
    long count = 0;
    Command command = Command.of("cat").stdin(Redirect.pipe()).stdout(Redirect.nothing());
    try (Child cat = command.start()) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (count < bytes) {
        buffer.clear().limit((int) Math.min(BUFFER, bytes - count));
        count += cat.stdin().write(buffer);
      }
      cat.stdin().close();
      cat.awaitSuccess();
    }
    return new Sample(count, System.nanoTime() - begin);
  }

  private static Sample jdk(long bytes) throws Exception {
    long begin = System.nanoTime();
    Process cat =
        new ProcessBuilder("cat")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long count = 0;
    try (OutputStream out = cat.getOutputStream()) {
      byte[] buffer = new byte[BUFFER];
      while (count < bytes) {
        int n = (int) Math.min(BUFFER, bytes - count);
        out.write(buffer, 0, n);
        count += n;
      }
    }
    require(cat.waitFor() == 0, "cat failed");
    return new Sample(count, System.nanoTime() - begin);
  }
}
