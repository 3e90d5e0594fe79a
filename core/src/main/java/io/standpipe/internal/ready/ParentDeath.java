package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * The death of the process that started this one, as an event: its pidfd in the readiness loop.
 *
 * <p>PR_SET_PDEATHSIG was rejected: it tells of the end of the <em>thread</em> that started us, and
 * tells it by a signal.
 *
 * <p>The loop wakes when the pidfd becomes readable, which it then stays: a death before the arming
 * is reported as well. A close takes the registration away; an action that has begun goes on.
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

  /** A watched parent, or the errno (negative) for which it could not be watched. */
  public record Watched(@Nullable ParentDeath parent, int error) {}

  /**
   * Has {@code action} run on a virtual thread of its own when the parent has died.
   *
   * <p>It may die, and its number be given to a stranger, before the pidfd is opened. So who is the
   * parent is asked again afterwards: an orphan has got another one. Who has died before the first
   * asking is not known here; the heir, mostly process 1, passes for the parent.
   *
   * @return −ESRCH where it has died meanwhile, −EINVAL where it is in a pid namespace that cannot
   *     be seen from here
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

  private void onReady() {
    close();
    Thread.ofVirtual().name("standpipe-parent-death").start(action);
  }

  @Override
  public void close() {
    pidfd.close();
  }
}
