package io.standpipe.bench.inner;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.WaitOutcome;
import io.standpipe.internal.ready.Wakeup;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of a wait besides the kernel, if the wake-up comes first. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WaitPreparation {
  private final Wakeup wakeup = new Wakeup();

  /** Begins a wait, is woken, checks, and ends the wait. */
  @Benchmark
  public WaitOutcome wokenBeforeParking() {
    wakeup.begin();
    wakeup.ready();
    WaitOutcome outcome = wakeup.await(Deadline.NEVER);
    wakeup.end();
    return outcome;
  }
}
