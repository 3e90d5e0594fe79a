package io.standpipe.kafka.internal.lane;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.worker.WorkerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a worker, each on a thread of its own: a platform thread, because a consumer's poll
 * keeps the carrier of a virtual one. If one ends by itself, all end. Safe from any thread.
 */
public final class Lanes implements AutoCloseable {
  private final WorkerSettings settings;
  private final InstanceName instance;
  private final List<LaneCounters> counters = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** Open until the lanes are told to end. */
  private final CountDownLatch ending = new CountDownLatch(1);

  private final WorkerBean bean;
  private @Nullable KafkaTaskException failure;

  private Lanes(WorkerSettings settings, InstanceName instance) {
    this.settings = settings;
    this.instance = instance;
    this.bean =
        WorkerBean.show(settings.group() + "-" + instance.name(), () -> LaneCounters.sum(counters));
  }

  /**
   * Starts them. Does not wait for a broker.
   *
   * @throws KafkaTaskException if no clients can be made from the user's properties
   */
  public static Lanes start(WorkerSettings settings) throws KafkaTaskException {
    InstanceName instance =
        settings.instance().isEmpty()
            ? InstanceName.choose(settings.group())
            : InstanceName.given(settings.instance());
    var all = new Lanes(settings, instance);
    boolean started = false;
    try {
      all.startAll();
      started = true;
      return all;
    } finally {
      if (!started) {
        all.close();
      }
    }
  }

  private void startAll() throws KafkaTaskException {
    for (int n = 0; n < settings.lanes(); n++) {
      String id = settings.group() + "-" + instance.name() + "-" + n;
      var counted = new LaneCounters(id);
      counters.add(counted);
      lanes.add(
          new Lane(
              settings.lane(), settings.clients(), settings.group(), id, counted, this::failed));
    }
    lanes.getFirst().check();
    for (Lane lane : lanes) {
      threads.add(Thread.ofPlatform().name("standpipe-" + lane).start(lane));
    }
  }

  /** The first failure is told; the other lanes commit and end. */
  private void failed(KafkaTaskException why) {
    synchronized (this) {
      if (failure == null && ending.getCount() > 0) {
        failure = why;
      }
    }
    lanes.forEach(Lane::close);
    ending.countDown();
  }

  /** The counts of all lanes. */
  public WorkerStatus status() {
    return LaneCounters.sum(counters);
  }

  /**
   * Blocks until another thread closes the lanes, or one of them has failed; for at most {@code
   * deadline}.
   *
   * @return whether that happened in time
   * @throws KafkaTaskException why a lane has failed
   */
  public boolean await(Deadline deadline) throws KafkaTaskException, InterruptedException {
    boolean ended = ending.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
    return ended;
  }

  /**
   * Lets the lanes commit what was answered, leave the group and end their programs. Blocks until
   * then; interrupts what has not ended in the time for a close.
   */
  @Override
  public void close() {
    lanes.forEach(Lane::close);
    ending.countDown();
    boolean interrupted = false;
    Deadline deadline = Deadline.after(settings.lane().closing());
    for (Thread thread : threads) {
      interrupted |= !join(thread, deadline.left());
    }
    for (Thread thread : threads) {
      thread.interrupt();
      interrupted |= !join(thread, settings.lane().closing());
    }
    bean.close();
    instance.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** False if this thread was interrupted meanwhile. */
  private static boolean join(Thread thread, Duration limit) {
    try {
      boolean _ = thread.join(limit);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
