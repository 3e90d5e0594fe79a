package io.standpipe.internal.tree;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.ExitWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A child as the system knows it: a pid, its exit, its group and its descendants. */
public final class ChildProcess {
  private final int pid;
  private final ExitWatch exit;
  private final ProcessGroup group;
  private final Optional<Containment> containment;
  private final ProcessTree tree;

  /** Why the last signal did not reach it: an errno, or 0. */
  private volatile int refusal;

  public ChildProcess(
      Posix posix, int pid, ExitWatch exit, ProcessGroup group, Optional<Containment> containment) {
    this.pid = pid;
    this.exit = exit;
    this.group = group;
    this.containment = containment;
    this.tree = new ProcessTree(posix, pid, group, exit::hasEnded, exit::signalGroup, containment);
    containment.ifPresent(this::contain);
  }

  private void contain(Containment by) {
    by.takeRest(tree::members);
    whenEnded(() -> {
      try {
        tree.awaitEmpty(Deadline.NEVER);
        by.remove();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // no code knows this thread, so it does not happen
      }
    });
  }

  public int pid() {
    return pid;
  }

  public ProcessGroup group() {
    return group;
  }

  /** The folder of its own control group, if it has one. */
  public Optional<Path> cgroup() {
    return containment.flatMap(Containment::folder);
  }

  /** Runs {@code action} on a virtual thread when it has exited. */
  public void whenEnded(Runnable action) {
    exit.whenEnded(action);
  }

  public boolean isAlive() {
    return !exit.hasEnded();
  }

  /** Blocks until it has exited or the deadline has come: whether it has exited. */
  public boolean await(Deadline deadline) throws InterruptedException {
    return exit.await(deadline);
  }

  /** How it ended, in the form of {@code WaitStatus}; negative where the status is lost. */
  public long status() {
    return exit.status();
  }

  /** When its end was noticed, in {@link System#nanoTime}'s time; once it has ended. */
  public long endedAtNanos() {
    return exit.endedAtNanos();
  }

  /** Sends a signal to it alone: whether it was sent. */
  public boolean signal(int signal) {
    int result = exit.signal(signal);
    refusal = Math.max(-result, 0);
    return result == 0;
  }

  /**
   * Sends a signal to it and to its descendants. Those are looked for before the child gets it,
   * because afterwards they may have another parent. Members of its group get it together with the
   * child, and only once. If it has ended, what it has left behind gets the signal.
   */
  public void signalAll(int signal) {
    List<ProcessInfo> descendants = tree.members();
    boolean kill = signal == Constants.SIGKILL;
    if (kill) {
      containment.ifPresent(Containment::kill);
    }
    boolean sentToGroup = hasGroupOfItsOwn() && exit.signalGroup(signal) == 0;
    if (!sentToGroup) {
      signal(signal);
    }
    // A process that has left the group since we looked (setsid) must not escape SIGKILL; a second
    // one does no harm.
    boolean again = !sentToGroup || kill;
    tree.signal(signal, descendants.stream().filter(p -> again || p.group() != pid).toList());
  }

  /** It may have moved to another group since, and left its children behind in this one. */
  private boolean hasGroupOfItsOwn() {
    return group == ProcessGroup.OWN
        && (!isAlive() || ProcessInfo.of(pid).filter(p -> p.group() == pid).isPresent());
  }

  /** Whether it has ended, and nothing that is known is left of what it has started. */
  public boolean isAllGone() {
    return !isAlive() && tree.isKnownToBeGone();
  }

  /** Gives up what is kept to reach its group after its end. */
  public void forgetGroup() {
    exit.forgetGroup();
  }

  /** The pids of its descendants that are alive. */
  public List<Long> descendants() {
    return tree.pids();
  }

  /** Looks for descendants now, so that they are known when their parents have gone. */
  public void look() {
    tree.members();
  }

  /**
   * Blocks until it and its descendants have ended, or the deadline has come: whether they have.
   */
  public boolean awaitTree(Deadline deadline) throws InterruptedException {
    look();
    return await(deadline) && tree.awaitEmpty(deadline);
  }

  /** What is still there of it and its descendants, with the reasons. */
  public List<Survivor> survivors() {
    var survivors = new ArrayList<Survivor>();
    if (isAlive()) {
      ProcessInfo.of(pid).map(p -> Survivor.of(p, refusal)).ifPresent(survivors::add);
    }
    survivors.addAll(tree.survivors());
    return survivors;
  }
}
