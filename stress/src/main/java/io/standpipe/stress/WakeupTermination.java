package io.standpipe.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.Wakeup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** A wait without a deadline, and so without a timer, ends by a close. */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "the close ended the wait")
@Outcome(id = "STALE", expect = FORBIDDEN, desc = "a lost close")
@State
public class WakeupTermination {
  private final Wakeup wakeup = new Wakeup();

  @Actor
  public void waiter() {
    wakeup.begin();
    wakeup.await(Deadline.NEVER);
    wakeup.end();
  }

  @Signal
  public void closer() {
    wakeup.close();
  }
}
