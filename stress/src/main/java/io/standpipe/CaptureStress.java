package io.standpipe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** {@code Capture}: the action runs once, set before, while or after too much has come. */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "it ran, once")
@Outcome(expect = FORBIDDEN, desc = "it never ran, or twice")
@State
public class CaptureStress {
  private static final long LOST_SECONDS = 10;
  private static final int LIMIT = 1;

  /** A pipe with more in it than may be kept. */
  private static final Posix POSIX =
      (Posix)
          Proxy.newProxyInstance(
              Posix.class.getClassLoader(),
              new Class<?>[] {Posix.class},
              (proxy, method, arguments) -> answer(method, arguments));

  private final OutputCollector capture =
      new OutputCollector(reader(), LIMIT, OutputCollector.Keep.FIRST);
  private final CountDownLatch ran = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  private static Object answer(Method method, Object[] arguments) {
    if (!method.getName().equals("read")) {
      return 0;
    }
    ((ByteBuffer) arguments[1]).put(new byte[LIMIT + 1]);
    return LIMIT + 1;
  }

  private static ReadEnd reader() {
    try {
      return ReadEnd.own(Descriptor.own(POSIX, 7), "a pipe");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Actor
  public void drain() {
    capture.start();
  }

  @Actor
  public void owner() {
    capture.whenOverflowed(() -> {
      runs.incrementAndGet();
      ran.countDown();
    });
  }

  @Arbiter
  public void arbiter(ZI_Result r) {
    r.r1 = hasRun() && capture.hasOverflowed();
    r.r2 = runs.get();
  }

  private boolean hasRun() {
    try {
      return ran.await(LOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
