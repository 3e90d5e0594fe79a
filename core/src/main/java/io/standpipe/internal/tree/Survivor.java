package io.standpipe.internal.tree;

import io.standpipe.doctor.ProcessInfo;
import io.standpipe.internal.posix.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
    return switch (state(pid)) {
      case 'D' -> "it sleeps in the kernel, where no signal reaches it: a device or a file system";
      case 'T', 't' -> "it is stopped: SIGTERM waits for SIGCONT";
      case 'Z' -> "it has ended, and was not reaped";
      default -> "it had not ended when the time was up";
    };
  }

  /** The letter of proc_pid_status(5); a question mark where the process has gone. */
  private static char state(long pid) {
    try {
      String status =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1);
      return status
          .lines()
          .filter(line -> line.startsWith("State:"))
          .map(line -> line.substring("State:".length()).strip().charAt(0))
          .findFirst()
          .orElse('?');
    } catch (IOException e) {
      return '?';
    }
  }
}
