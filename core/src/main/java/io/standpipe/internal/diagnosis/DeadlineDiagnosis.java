package io.standpipe.internal.diagnosis;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.io.End;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import io.standpipe.internal.verdict.Examination;
import io.standpipe.internal.verdict.InProcessActor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the doctor why a deadline will pass, shortly before it does, beside the wait. Whatever goes
 * wrong in between (no descriptors, no memory, a process in trouble whose /proc does not answer) is
 * an empty answer; it neither delays nor replaces what happens at the deadline.
 */
public final class DeadlineDiagnosis implements End.DeadlineReason {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Duration SHORTEST_LIMIT = Duration.ofMillis(500);
  private static final int REST = 9;
  private static final LookTiming TIMING = new LookTiming();

  private final OwnProcessView view;

  /** When to look again. If several threads write it together, each is right. */
  private volatile long notBefore = System.nanoTime();

  public DeadlineDiagnosis(OwnProcessView view) {
    this.view = view;
  }

  /** What the doctor says now, however long it takes. */
  public Diagnosis now() {
    return Examination.of(view.pids(), () -> view.actors(CallerState.WAITS, Optional.empty()));
  }

  /**
   * Before a wait at one of our ends is over. A caller that polls must not pay for a look each
   * time: short limits go without, and limits that follow each other closely go without so often
   * that looking takes at most a tenth of the time.
   */
  @Override
  public Deadline lookAt(Deadline deadline) {
    if (deadline.limit().compareTo(SHORTEST_LIMIT) < 0) {
      return deadline;
    }
    Deadline begin = TIMING.begin(deadline);
    return begin.at() - notBefore < 0 ? deadline : begin;
  }

  /** Of many waits that come near their deadlines together, the first looks. */
  @Override
  public @Nullable LookAhead<Diagnosis> look(End end) {
    synchronized (this) {
      long now = System.nanoTime();
      if (now - notBefore < 0) {
        return null;
      }
      notBefore = now + LONGEST.toNanos(); // the look itself sets it when it is over
    }
    return LookAhead.start(ended -> timed(CallerState.WAITS, Optional.of(end), ended));
  }

  /** When to look before the only code that knows the children stops them. */
  public static Deadline lookBeforeStopAt(Deadline deadline) {
    return TIMING.begin(deadline);
  }

  /** What the doctor says while that code waits for the exits. For a {@link LookAhead.Look}. */
  public Diagnosis beforeStop(BooleanSupplier ended) {
    return timed(CallerState.AWAITS_EXITS, Optional.empty(), ended);
  }

  /**
   * After a wait at one of our ends, for a caller that asks by itself and may wait for the answer:
   * for two seconds. An interrupt ends that without an answer, and stays set.
   */
  public Optional<Diagnosis> afterVainWait(End timedOut) {
    LookAhead<Diagnosis> look =
        LookAhead.start(ended -> timed(CallerState.WAITS, Optional.of(timedOut), ended));
    return look.await(Deadline.after(LONGEST));
  }

  private Diagnosis timed(CallerState caller, Optional<End> waitsAt, BooleanSupplier ended) {
    var actors = new OwnLooks(caller, waitsAt, ended);
    long start = System.nanoTime();
    try {
      return Examination.of(view.pids(), actors);
    } finally {
      long end = System.nanoTime();
      TIMING.took(end - start, actors.looks());
      notBefore = end + REST * (end - start);
    }
  }

  /** The actors of this process, asked right before and right after each look of the doctor. */
  private final class OwnLooks implements Supplier<List<InProcessActor>> {
    private final CallerState caller;
    private final Optional<End> waitsAt;
    private final BooleanSupplier ended;
    private int asked;

    OwnLooks(CallerState caller, Optional<End> waitsAt, BooleanSupplier ended) {
      this.caller = caller;
      this.waitsAt = waitsAt;
      this.ended = ended;
    }

    /** Gives up if the actors, or what was seen before them, may be those of after the deadline. */
    @Override
    public List<InProcessActor> get() {
      List<InProcessActor> actors = view.actors(caller, waitsAt);
      if (ended.getAsBoolean()) {
        throw new CancellationException("the deadline has passed");
      }
      asked++;
      return actors;
    }

    int looks() {
      return asked / 2;
    }
  }
}
