package io.standpipe.testing;

import io.standpipe.Child;
import io.standpipe.internal.proc.SyscallFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The system call in which a process's main thread sleeps.
 *
 * @param call its name, such as {@code read}
 * @param fd its first argument, which for read and write is the descriptor
 * @param file what that descriptor is, such as {@code pipe:[4711]}; empty if it is none
 */
public record BlockedCall(String call, int fd, String file) {
  /** Empty if the process runs, has gone, is hidden, or sleeps in a call not known to wait. */
  public static Optional<BlockedCall> of(long pid) {
    return SyscallFile.of(pid, pid)
        .filter(s -> !s.call().startsWith("call "))
        .map(s -> new BlockedCall(s.call(), s.number(0), file(pid, s.number(0))));
  }

  private static String file(long pid, int fd) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + fd)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Waits until the child sleeps in that call: then it also is what it was started as. */
  public static BlockedCall await(Child child, String call) {
    Eventually.holds(
        child + " sleeps in " + call,
        () -> of(child.pid()).filter(now -> now.call().equals(call)).isPresent(),
        () -> of(child.pid()).toString());
    return of(child.pid()).orElseThrow();
  }
}
