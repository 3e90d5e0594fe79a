package io.standpipe;

import io.standpipe.StopPolicy.Survivor;
import io.standpipe.doctor.ProcessInfo;
import io.standpipe.internal.posix.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why a process that was to be stopped is still there, in words. */
final class SurvivorReason {
  private SurvivorReason() {}

  /**
   * @param refusal the errno of the last signal to it, 0 if it was sent or none was
   */
  static Survivor of(ProcessInfo process, int refusal) {
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

  /** The letter of proc_pid_status(5); a question mark where it has gone. */
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
