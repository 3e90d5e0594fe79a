package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.POLLIN;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * Reports the death of the process that started this one as an event: its pidfd in the readiness
 * loop.
 *
 * <p>PR_SET_PDEATHSIG was rejected because it reports the end of the <em>thread</em> that started
 * this process, and because it does so by a signal.
 *
 * <p>The loop wakes when the pidfd becomes readable. It then stays readable, so a death before the
 * arming is also reported. A close removes the registration; an action that has begun goes on.
 */
public final class ParentDeath implements AutoCloseable {
  private final Descriptor pidfd;
  private final Runnable action;
  private final long id;

  private ParentDeath(Descriptor pidfd, Runnable action) {
    this.pidfd = pidfd;
    this.action = action;
    this.id = Poller.shared().newId(this::onReady);
    pidfd.beforeClose(() -> Poller.shared().remove(pidfd, id));
  }

  /** A watched parent, or the negative errno because of which it could not be watched. */
  public record Watched(@Nullable ParentDeath parent, int error) {}

  /**
   * Runs {@code action} on a virtual thread of its own when the parent has died.
   *
   * <p>The parent may die before its pidfd is opened, and its number may go to an unrelated
   * process. So the number of the parent is asked for again afterwards: an orphan has another
   * parent. A death before the first question cannot be noticed here; the process that adopted this
   * one, mostly process 1, is then taken for the parent.
   *
   * @return −ESRCH if the parent has died meanwhile, −EINVAL if it is in a pid namespace that
   *     cannot be seen from here
   */
  public static Watched watch(Posix posix, Runnable action) {
    int pid = posix.getppid();
    int number = posix.pidfd_open(pid);
    if (number < 0) {
      return new Watched(null, number);
    }
    var parent = new ParentDeath(Descriptor.own(posix, number), action);
    int error = posix.getppid() == pid ? parent.arm() : -Errno.ESRCH;
    if (error < 0) {
      parent.close();
      return new Watched(null, error);
    }
    return new Watched(parent, 0);
  }

  private int arm() {
    return Poller.shared().add(pidfd, EPOLLIN, id);
  }

  /** Called, too, when the loop has failed: then the parent may live, and is watched again. */
  void onReady() {
    if (!hasDied() && Poller.shared().arm(pidfd, EPOLLIN, id) >= 0) {
      return;
    }
    close();
    MemoryShortage.outlast(() -> Thread.ofVirtual().name("standpipe-parent-death").start(action));
  }

  /** Also true if that cannot be asked: then it is better to end than to outlive the parent. */
  private boolean hasDied() {
    return pidfd.posix().poll(pidfd.number(), POLLIN, 0) != 0;
  }

  @Override
  public void close() {
    pidfd.close();
  }
}
