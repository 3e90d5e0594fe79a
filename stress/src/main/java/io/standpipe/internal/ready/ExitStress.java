package io.standpipe.internal.ready;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * {@code ExitWatch}: the action runs once, whether it is set before, while or after the child ends.
 */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "it ran, once")
@Outcome(expect = FORBIDDEN, desc = "it never ran, or twice")
@State
public class ExitStress {
  private static final long LOST_SECONDS = 10;
  private static final long EXITED_WITH_0 = 1L << 32;

  /** A kernel without errors: the child is pid 1, its pidfd is 7, and it has ended. */
  private static final Posix POSIX =
      (Posix)
          Proxy.newProxyInstance(
              Posix.class.getClassLoader(),
              new Class<?>[] {Posix.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "waitid" -> EXITED_WITH_0;
                    case "pidfd_open" -> 7;
                    case "pidfd_send_signal" -> -Errno.ESRCH; // it has left nobody behind
                    default -> 0;
                  });

  private final ExitWatch exit = watched();
  private final CountDownLatch ran = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  private static ExitWatch watched() {
    ExitWatch exit = WatchedChild.watch(POSIX, 1).exit();
    if (exit == null) {
      throw new IllegalStateException("not watched");
    }
    return exit;
  }

  @Actor
  public void loop() {
    exit.onReady();
  }

  @Actor
  public void owner() {
    exit.whenEnded(() -> {
      runs.incrementAndGet();
      ran.countDown();
    });
  }

  @Arbiter
  public void arbiter(ZI_Result r) {
    r.r1 = hasRun() && exit.hasEnded();
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
