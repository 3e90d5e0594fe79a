package io.standpipe.bench.inner;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Platform;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of guarding a descriptor's number against use after its close. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DescriptorUse {
  // Never closed, so it does not matter to which file the number belongs.
  private final Descriptor descriptor = Descriptor.own(Platform.posix(), 0);

  /** Counts in and out, as each call on a pipe does. */
  @Benchmark
  public int acquireAndRelease() {
    int number = descriptor.acquire();
    descriptor.release();
    return number;
  }
}
