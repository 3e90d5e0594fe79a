package io.standpipe.bench.codec;

import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reads one message of 1 KiB from an endless stream in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class MessageDecoding {
  /** The framing. */
  @Param public Wire wire;

  private FrameReader reader;
  private Plain in;
  private Wire.Reading plain;

  /** Opens a stream for each of the two. */
  @Setup
  public void setUp() {
    byte[] stream = wire.stream();
    reader = wire.framing().reader(new Endless(stream));
    in = new Plain(new Endless(stream));
    plain = wire.plain();
  }

  /** Reads it as a slice. */
  @Benchmark
  public int standpipe() throws IOException {
    Frame frame = Objects.requireNonNull(reader.read());
    return checked(frame.length());
  }

  /** Reads it without the library, as a string or an array. */
  @Benchmark
  public int plain() throws IOException {
    return checked(plain.next(in));
  }

  private static int checked(int length) {
    if (length != Wire.BYTES) {
      throw new IllegalStateException(Wire.BYTES + " bytes expected: " + length);
    }
    return length;
  }
}
