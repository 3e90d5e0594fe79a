package io.standpipe;

import io.standpipe.internal.posix.WaitStatus;
import io.standpipe.internal.start.StartedProcess;

/** How a child ended, as the system reported it when it was reaped. */
final class ReapedStatus {
  private ReapedStatus() {}

  /** Of a child that has ended. */
  static ExitStatus of(StartedProcess child) {
    long status = child.process().status();
    if (status < 0) {
      throw new IllegalStateException(
          "the exit status of "
              + child
              + " is lost: other code has waited for this child, or has made this process ignore"
              + " SIGCHLD");
    }
    int value = WaitStatus.value(status);
    return WaitStatus.exited(status)
        ? new ExitStatus.Exited(value)
        : new ExitStatus.Signaled(new Signal(value), WaitStatus.dumped(status));
  }
}
