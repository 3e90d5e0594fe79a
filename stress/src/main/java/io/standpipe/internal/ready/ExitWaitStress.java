package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLL_CTL_ADD;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.lang.reflect.Proxy;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * {@code ExitWatch}: platform threads take the child out of the loop, wait in the kernel, give it
 * back.
 */
public final class ExitWaitStress {
  private ExitWaitStress() {}

  /**
   * A child that has ended, with pid 1 and pidfd 7. A poll reports that or ends for some other
   * reason; adding the pidfd to the loop causes an event.
   */
  abstract static class Ended {
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long EXITED_WITH_0 = 1L << 32;

    final AtomicInteger reaped = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final ExitWatch born = watched();
    private volatile ExitWatch exit = born;

    private ExitWatch watched() {
      Posix posix =
          (Posix)
              Proxy.newProxyInstance(
                  Posix.class.getClassLoader(),
                  new Class<?>[] {Posix.class},
                  (proxy, method, arguments) -> answer(method.getName(), arguments));
      ExitWatch watched = WatchedChild.watch(posix, 1).exit();
      if (watched == null) {
        throw new IllegalStateException("not watched");
      }
      return watched;
    }

    private Object answer(String call, Object[] arguments) {
      return switch (call) {
        case "waitid" -> {
          reaped.incrementAndGet();
          yield EXITED_WITH_0;
        }
        case "epoll_ctl" -> {
          if (exit != null && arguments[1].equals(EPOLL_CTL_ADD)) {
            Thread.startVirtualThread(exit::onReady);
          }
          yield 0;
        }
        case "close" -> closed.incrementAndGet();
        case "pidfd_open" -> 7;
        case "pidfd_send_signal" -> -Errno.ESRCH; // it has left nobody behind
        case "poll" -> ThreadLocalRandom.current().nextInt(2);
        default -> 0;
      };
    }

    /** The event of the first registration. */
    void event() {
      exit.onReady();
    }

    boolean await() {
      try {
        return exit.await(Deadline.afterNanos(LOST_NANOS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The loop's event is on its way when a thread takes the child out of the loop. */
  @JCStressTest
  @Outcome(id = "true, 1, 1", expect = ACCEPTABLE, desc = "woken; reaped and closed once")
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or reaped or closed twice")
  @State
  public static class EventOnItsWay extends Ended {
    @Actor
    public void loop() {
      event();
    }

    @Actor
    public void waiter(ZII_Result r) {
      r.r1 = await();
    }

    @Arbiter
    public void arbiter(ZII_Result r) {
      r.r2 = reaped.get();
      r.r3 = closed.get();
    }
  }

  /** One of two threads has the child and may give it back before it has ended. */
  @JCStressTest
  @Outcome(id = "true, true, 1", expect = ACCEPTABLE, desc = "both woken; reaped once")
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or reaped twice")
  @State
  public static class TwoWaiters extends Ended {
    @Actor
    public void one(ZZI_Result r) {
      r.r1 = await();
    }

    @Actor
    public void other(ZZI_Result r) {
      r.r2 = await();
    }

    @Arbiter
    public void arbiter(ZZI_Result r) {
      r.r3 = reaped.get();
    }
  }
}
