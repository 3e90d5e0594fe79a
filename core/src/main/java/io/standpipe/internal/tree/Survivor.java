package io.standpipe.internal.tree;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.proc.StatusFile;
import io.standpipe.internal.text.CommandText;
import java.util.List;

/**
 * A process that is still there after it should have been stopped.
 *
 * @param command its command line
 * @param reason why it is still there, in words
 */
public record Survivor(long pid, String command, String reason) {
  /**
   * Looks for the reason.
   *
   * @param refusal the errno of the last signal to it; 0 if it was sent or none was
   */
  public static Survivor of(ProcessInfo process, int refusal) {
    return new Survivor(process.pid(), process.command(), reason(process.pid(), refusal));
  }

  private static String reason(long pid, int refusal) {
    if (refusal == Errno.EPERM) {
      return "this user may not signal it";
    }
    if (refusal != 0) {
      return "no signal could be sent: " + Errno.text(refusal);
    }
    return switch (StatusFile.of(pid, pid).map(StatusFile::state).orElse('?')) {
      case 'D' -> "it sleeps in the kernel, where no signal reaches it: a device or a file system";
      case 'T', 't' -> "it is stopped: SIGTERM waits for SIGCONT";
      case 'Z' -> "it has ended, and was not reaped";
      default -> "it had not ended when the time was up";
    };
  }

  /** {@code 797 (python3 child.py): this user may not signal it}. */
  @Override
  public String toString() {
    return pid + " (" + CommandText.line(List.of(command)) + "): " + reason;
  }
}
