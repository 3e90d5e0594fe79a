package io.standpipe.bench.inner;

import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reads a line from memory, one of those that {@code seq 100000} prints: 5 to 6 bytes each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LineSplitting.LINES)
public class LineSplitting {
  static final int LINES = 100_000;

  private final byte[] text = text();

  private static byte[] text() {
    var lines = new StringBuilder();
    IntStream.rangeClosed(1, LINES).forEach(number -> lines.append(number).append('\n'));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private InputStream stream() {
    return new ByteArrayInputStream(text);
  }

  /** Reads it as a slice. */
  @Benchmark
  public long slices() throws IOException {
    long length = 0;
    try (FrameReader reader = Framing.lines().reader(Channels.newChannel(stream()))) {
      for (Frame line = reader.read(); line != null; line = reader.read()) {
        length += line.length();
      }
    }
    return length;
  }

  /** Reads it as a string. */
  @Benchmark
  public long strings() throws IOException {
    long length = 0;
    try (FrameReader reader = Framing.lines().reader(Channels.newChannel(stream()))) {
      for (Frame line = reader.read(); line != null; line = reader.read()) {
        length += line.text().length();
      }
    }
    return length;
  }

  /** Reads it as a string, with the JDK. */
  @Benchmark
  public long bufferedReader() throws IOException {
    long length = 0;
    var characters = new InputStreamReader(stream(), StandardCharsets.UTF_8);
    try (var reader = new BufferedReader(characters)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        length += line.length();
      }
    }
    return length;
  }
}
