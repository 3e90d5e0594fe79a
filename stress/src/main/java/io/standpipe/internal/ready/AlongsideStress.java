package io.standpipe.internal.ready;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** {@code ReadinessWait}: closing a descriptor that a wait for another one needs ends that wait. */
@JCStressTest
@org.openjdk.jcstress.annotations.Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "woken")
@org.openjdk.jcstress.annotations.Outcome(expect = FORBIDDEN, desc = "a lost close")
@State
public class AlongsideStress {
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A kernel in which nothing is ever ready. */
  private static final Posix POSIX =
      (Posix)
          Proxy.newProxyInstance(
              Posix.class.getClassLoader(),
              new Class<?>[] {Posix.class},
              (proxy, method, arguments) -> 0);

  private final ReadinessWait waited = ReadinessWait.forReading(Descriptor.own(POSIX, 7));
  private final ReadinessWait other = ReadinessWait.forWriting(Descriptor.own(POSIX, 8));

  @Actor
  public void waiter(L_Result r) {
    WaitOutcome outcome = waited.await(Deadline.afterNanos(LOST_NANOS), List.of(other));
    r.r1 = outcome;
  }

  @Actor
  public void closer() {
    other.close();
  }

  @Arbiter
  public void cleanUp() {
    waited.close();
  }
}
