package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.bench.Sample;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Moves N bytes from one program's pipe into another's. The reader counts them, and its count is
 * the result. Timed from before the start of the programs until their exit.
 */
final class Relaying {
  private final Ends ends;

  private Relaying(Ends ends) {
    this.ends = ends;
  }

  static Map<String, Round> between(Ends ends) {
    var relaying = new Relaying(ends);
    return Map.of(
        "standpipe", relaying::standpipe,
        "jdk", relaying::jdk,
        "socat", bytes -> relaying.by(bytes, "socat", "-u", "-", "-"),
        "socat-64k", bytes -> relaying.by(bytes, "socat", "-u", "-b", "65536", "-", "-"),
        "pv", bytes -> relaying.by(bytes, "pv", "-q"));
  }

  private Sample standpipe(long bytes) throws Exception {
    long begin = System.nanoTime();
    try (Child writer = Command.of(ends.writer(bytes)).stdout(Redirect.pipe()).start();
        Child reader = Command.of(ends.reader()).piped().start()) {
      writer.stdout().transferTo(reader.stdin());
      reader.stdin().close();
      long count = count(reader.stdout().readAllBytes());
      writer.awaitSuccess();
      reader.awaitSuccess();
      return new Sample(count, System.nanoTime() - begin);
    }
  }

  private Sample jdk(long bytes) throws Exception {
    long begin = System.nanoTime();
    Process writer = builder(ends.writer(bytes)).start();
    Process reader = builder(ends.reader()).redirectInput(ProcessBuilder.Redirect.PIPE).start();
    try (OutputStream out = reader.getOutputStream()) {
      writer.getInputStream().transferTo(out);
    }
    long count = count(reader.getInputStream().readAllBytes());
    succeeded(List.of(writer, reader));
    return new Sample(count, System.nanoTime() - begin);
  }

  /** A third program in the middle, with kernel pipes on both sides. */
  private Sample by(long bytes, String... relay) throws Exception {
    long begin = System.nanoTime();
    List<Process> all =
        ProcessBuilder.startPipeline(
            List.of(
                builder(ends.writer(bytes)),
                builder(List.of(relay)).redirectInput(ProcessBuilder.Redirect.PIPE),
                builder(ends.reader()).redirectInput(ProcessBuilder.Redirect.PIPE)));
    long count = count(all.getLast().getInputStream().readAllBytes());
    succeeded(all);
    return new Sample(count, System.nanoTime() - begin);
  }

  private static ProcessBuilder builder(List<String> words) {
    return new ProcessBuilder(words)
        .redirectInput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static long count(byte[] printed) {
    return Long.parseLong(new String(printed, StandardCharsets.US_ASCII).strip());
  }

  private static void succeeded(List<Process> all) throws InterruptedException {
    for (Process process : all) {
      require(process.waitFor() == 0, "a program of the relay failed: " + process.info());
    }
  }
}
