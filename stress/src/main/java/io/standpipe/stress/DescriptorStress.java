package io.standpipe.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** {@code Descriptor}: the number is closed once, after the last use, and then refused. */
public final class DescriptorStress {
  private static final int NUMBER = 7;

  private DescriptorStress() {}

  /** A kernel that counts how often the number was closed. */
  static class Counted {
    final AtomicInteger closes = new AtomicInteger();
    final AtomicInteger strayUses = new AtomicInteger();
    final AtomicInteger firsts = new AtomicInteger();

    private final Posix posix =
        (Posix)
            Proxy.newProxyInstance(
                Posix.class.getClassLoader(),
                new Class<?>[] {Posix.class},
                (proxy, method, arguments) -> {
                  closes.incrementAndGet();
                  return 0;
                });
    final Descriptor descriptor = Descriptor.own(posix, NUMBER);

    void use() {
      if (descriptor.acquire() != NUMBER) {
        return;
      }
      if (closes.get() != 0) {
        strayUses.incrementAndGet();
      }
      descriptor.release();
    }

    void close() {
      if (descriptor.close()) {
        firsts.incrementAndGet();
      }
    }

    /**
     * The number of closes, of first closers, of uses after the close, and 0 if a use is refused.
     */
    void report(IIII_Result r) {
      r.r1 = closes.get();
      r.r2 = firsts.get();
      r.r3 = strayUses.get();
      r.r4 = descriptor.acquire() < 0 ? 0 : 1;
    }
  }

  /** Two uses and a close. */
  @JCStressTest
  @Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "closed once, after the last use")
  @Outcome(expect = FORBIDDEN, desc = "closed twice, never, or under a use")
  @State
  public static class UsesAndClose extends Counted {
    @Actor
    public void user() {
      use();
      use();
    }

    @Actor
    public void closer() {
      close();
    }

    @Arbiter
    public void arbiter(IIII_Result r) {
      report(r);
    }
  }

  /** A use and two closes. */
  @JCStressTest
  @Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "closed once, by the first closer")
  @Outcome(expect = FORBIDDEN, desc = "closed twice, never, or under a use")
  @State
  public static class UseAndCloses extends Counted {
    @Actor
    public void userAndCloser() {
      use();
      close();
    }

    @Actor
    public void closer() {
      close();
    }

    @Arbiter
    public void arbiter(IIII_Result r) {
      report(r);
    }
  }
}
