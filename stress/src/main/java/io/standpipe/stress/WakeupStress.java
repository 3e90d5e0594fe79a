package io.standpipe.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * {@code Wakeup}: a waiting thread is woken at whatever moment the event comes. Each test has two
 * actors, because jcstress runs no test that has more actors than the machine has processors.
 */
public final class WakeupStress {
  private WakeupStress() {}

  /** A byte comes before, while or after the waiting thread arms. */
  @JCStressTest
  @Outcome(id = "READY", expect = ACCEPTABLE, desc = "woken, or had no need to wait")
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up")
  @State
  public static class Ready extends Waits {
    @Actor
    public void waiter(L_Result r) {
      r.r1 = read();
    }

    @Actor
    public void writer() {
      kernel.write();
    }
  }

  /** The report of an earlier wait comes late, at any moment of this one. */
  @JCStressTest
  @Outcome(id = "READY", expect = ACCEPTABLE, desc = "woken, perhaps once for nothing")
  @Outcome(expect = FORBIDDEN, desc = "the late report took this wait's away")
  @State
  public static class LateReady extends Waits {
    @Actor
    public void waiter(L_Result r) {
      r.r1 = read();
    }

    @Actor
    public void loop() {
      wakeup.ready();
      kernel.write();
    }
  }

  /** A wait that ends by its deadline leaves its registration armed; the next wait is woken. */
  @JCStressTest
  @Outcome(id = "READY, READY", expect = ACCEPTABLE, desc = "in time for the first")
  @Outcome(id = "TIMED_OUT, READY", expect = ACCEPTABLE, desc = "too late for the first")
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up")
  @State
  public static class Deadline extends Waits {
    @Actor
    public void waiter(LL_Result r) {
      r.r1 = await(MOMENT_NANOS);
      r.r2 = read();
    }

    @Actor
    public void writer() {
      kernel.write();
    }
  }

  /** A close ends the wait and every later one, whatever else comes. */
  @JCStressTest
  @Outcome(id = "CLOSED, CLOSED", expect = ACCEPTABLE, desc = "closed before or in the wait")
  @Outcome(id = "READY, CLOSED", expect = ACCEPTABLE, desc = "ready first")
  @Outcome(expect = FORBIDDEN, desc = "a lost close")
  @State
  public static class Close extends Waits {
    private volatile boolean closed;

    /** The second wait begins after the close, and readiness is reported there again. */
    @Actor
    public void waiter(LL_Result r) {
      r.r1 = await(LOST_NANOS);
      while (!closed) {
        Thread.onSpinWait();
      }
      r.r2 = await(LOST_NANOS);
    }

    @Actor
    public void writerAndCloser() {
      kernel.write();
      wakeup.close();
      closed = true;
    }
  }

  /** Only a close, which comes while the thread parks. */
  @JCStressTest
  @Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "closed before or in the wait")
  @Outcome(expect = FORBIDDEN, desc = "a lost close")
  @State
  public static class CloseAlone extends Waits {
    @Actor
    public void waiter(L_Result r) {
      r.r1 = await(LOST_NANOS);
    }

    @Actor
    public void closer() {
      wakeup.close();
    }
  }

  /** An interrupt ends the wait and stays set; a close takes precedence. */
  @JCStressTest
  @Outcome(id = "INTERRUPTED, true", expect = ACCEPTABLE, desc = "interrupted, and still is")
  @Outcome(id = "CLOSED, true", expect = ACCEPTABLE, desc = "both, the close counts")
  @Outcome(expect = FORBIDDEN, desc = "lost")
  @State
  public static class InterruptAndClose extends Waits {
    @Actor
    public void waiter(LL_Result r) {
      waiter = Thread.currentThread();
      r.r1 = await(LOST_NANOS);
      r.r2 = Thread.currentThread().isInterrupted();
      forgetInterrupt();
    }

    @Actor
    public void interrupterAndCloser() {
      interrupt();
      wakeup.close();
    }
  }

  /** An interrupt or a byte, whichever comes first; neither is lost. */
  @JCStressTest
  @Outcome(id = "READY", expect = ACCEPTABLE, desc = "the byte came first")
  @Outcome(id = "INTERRUPTED", expect = ACCEPTABLE, desc = "the interrupt came first")
  @Outcome(expect = FORBIDDEN, desc = "lost")
  @State
  public static class InterruptAndReady extends Waits {
    @Actor
    public void waiter(L_Result r) {
      waiter = Thread.currentThread();
      r.r1 = read();
      forgetInterrupt();
    }

    @Actor
    public void interrupterAndWriter() {
      interrupt();
      kernel.write();
    }
  }
}
