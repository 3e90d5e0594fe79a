package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.R_OK;
import static io.standpipe.internal.posix.Constants.SIGKILL;

import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.internal.proc.OwnThread;
import io.standpipe.internal.ready.WatchedChild;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Spawns a child that is prepared before it executes its program: nothing that the program does can
 * come before that.
 *
 * <p>{@code posix_spawn} returns only after the exec. So a thread made for the purpose calls it,
 * and the child waits at a {@link StartGate}. The thread that wants the child finds its pid in
 * /proc, as the only child of that thread, prepares it, and opens the gate. Where the system has no
 * such gate, the child is prepared right after its start.
 */
final class HeldSpawn implements Runnable {
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** Prepares a child. */
  @FunctionalInterface
  interface Preparation {
    /**
     * Prepares it. If this throws, the child is killed and reaped.
     *
     * @param held whether the child has not executed its program yet
     */
    void prepare(int pid, boolean held) throws IOException;
  }

  private final Posix posix;
  private final SpawnPlan plan;
  private final StartGate gate;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** The number of the thread that spawns; 0 while it is not known. */
  private volatile int thread;

  private volatile int result;
  private volatile @Nullable Throwable thrown;

  private HeldSpawn(Posix posix, SpawnPlan plan, StartGate gate) {
    this.posix = posix;
    this.plan = plan;
    this.gate = gate;
  }

  /** Spawns and prepares: the pid, or −errno. */
  static int spawn(Posix posix, SpawnPlan plan, Preparation preparation) throws IOException {
    try (StartGate gate = StartGate.open(posix)) {
      if (gate != null) {
        return new HeldSpawn(posix, plan, gate).spawn(preparation);
      }
    }
    int pid = posix.posix_spawn(plan);
    if (pid >= 0) {
      prepareOrKill(posix, pid, preparation);
    }
    return pid;
  }

  private static void prepareOrKill(Posix posix, int pid, Preparation preparation)
      throws IOException {
    boolean prepared = false;
    try {
      preparation.prepare(pid, false);
      prepared = true;
    } finally {
      if (!prepared) {
        WatchedChild.killAndReap(posix, pid);
      }
    }
  }

  private int spawn(Preparation preparation) throws IOException {
    Thread.ofPlatform().daemon().name("standpipe-start").start(this);
    OptionalInt held = OptionalInt.empty();
    boolean spawned = false;
    try {
      held = awaitChild();
      if (held.isPresent()) {
        preparation.prepare(held.getAsInt(), true);
      }
      gate.release();
      awaitEnd();
      spawned = true;
    } finally {
      if (!spawned) {
        abandon(held);
      }
    }
    rethrow();
    if (held.isEmpty() && result > 0) {
      prepareOrKill(posix, result, preparation);
    }
    return result;
  }

  private void abandon(OptionalInt held) {
    held.ifPresent(this::kill);
    gate.close(); // only now: a child that is let go must be dead
    awaitEnd();
    if (result > 0) {
      WatchedChild.killAndReap(posix, result);
    }
  }

  /** On the thread that spawns. */
  @Override
  public void run() {
    try {
      thread = OwnThread.number().orElse(0);
      String path = gate.path(thread);
      boolean useful = OwnThread.showsChildren(thread) && posix.access(path, R_OK) == 0;
      result = posix.posix_spawn(useful ? plan.withGate(path) : plan);
    } catch (RuntimeException | Error e) {
      thrown = e;
    } finally {
      ended.countDown();
    }
  }

  /**
   * Blocks until the child is there or the spawn has ended: then none waits. No event tells of a
   * fork, so this looks again and again, for less than a millisecond as a rule. An interrupt makes
   * it look more often, and stays set.
   */
  private OptionalInt awaitChild() {
    while (ended.getCount() > 0) {
      List<Integer> children = thread == 0 ? List.of() : OwnThread.children(thread);
      if (!children.isEmpty()) {
        return OptionalInt.of(children.getFirst());
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return OptionalInt.empty();
  }

  /**
   * Kills the child that waits. It may have failed before it came to the gate, and have been
   * reaped; so the signal goes to the process that is still a child of that thread when its pidfd
   * is open.
   */
  private void kill(int pid) {
    int pidfd = posix.pidfd_open(pid);
    if (pidfd >= 0) {
      if (OwnThread.children(thread).contains(pid)) {
        posix.pidfd_send_signal(pidfd, SIGKILL, 0);
      }
      posix.close(pidfd);
    }
  }

  /** The open gate and the exec hold the spawn up no longer, so an interrupt may wait for it. */
  private void awaitEnd() {
    boolean interrupted = false;
    while (ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the spawning thread threw, instead of a result. */
  private void rethrow() {
    switch (thrown) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(thrown);
    }
  }
}
