package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.bench.Sample;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.stream.LogOutputStream;

/**
 * Reads all that {@code seq N} prints line by line, counts the lines and adds up their lengths.
 * Timed from before the start of the program until its exit. As slices, a line is read in place in
 * the buffer; as strings, each line becomes a {@code String}.
 */
final class Lines {
  static final Map<String, Round> SLICES =
      Map.of("standpipe", last -> standpipe(last, Frame::length), "jdk", Lines::jdk);

  static final Map<String, Round> STRINGS =
      Map.of(
          "standpipe", last -> standpipe(last, frame -> frame.text().length()),
          "jdk", Lines::jdk,
          "zt-exec", Lines::ztExec,
          "commons-exec", Lines::commonsExec);

  private final long begin = System.nanoTime();
  private long count;
  private long length;

  private Lines() {}

  private void add(int lineLength) {
    count++;
    length += lineLength;
  }

  private Sample sample() {
    return new Sample(count, System.nanoTime() - begin, Map.of("bytes", length));
  }

  private static Sample standpipe(long last, ToIntFunction<Frame> lengthOf) throws Exception {
    var lines = new Lines();
    try (Child seq = Command.of("seq", Long.toString(last)).stdout(Redirect.pipe()).start();
        FrameReader reader = Framing.lines().reader(seq.stdout())) {
      for (Frame line = reader.read(); line != null; line = reader.read()) {
        lines.add(lengthOf.applyAsInt(line));
      }
      seq.awaitSuccess();
    }
    return lines.sample();
  }

  private static Sample jdk(long last) throws Exception {
    var lines = new Lines();
    Process seq =
        new ProcessBuilder("seq", Long.toString(last))
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader reader = seq.inputReader()) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines.add(line.length());
      }
    }
    require(seq.waitFor() == 0, "seq failed");
    return lines.sample();
  }

  private static Sample ztExec(long last) throws Exception {
    var lines = new Lines();
    new ProcessExecutor("seq", Long.toString(last))
        .redirectOutput(
            new LogOutputStream() {
              @Override
              protected void processLine(String line) {
                lines.add(line.length());
              }
            })
        .exitValueNormal()
        .execute();
    return lines.sample();
  }

  private static Sample commonsExec(long last) throws IOException {
    var lines = new Lines();
    DefaultExecutor executor = DefaultExecutor.builder().get();
    executor.setStreamHandler(
        new PumpStreamHandler(
            new org.apache.commons.exec.LogOutputStream() {
              @Override
              protected void processLine(String line, int level) {
                lines.add(line.length());
              }
            }));
    int code = executor.execute(new CommandLine("seq").addArgument(Long.toString(last)));
    require(code == 0, "seq failed");
    return lines.sample();
  }
}
