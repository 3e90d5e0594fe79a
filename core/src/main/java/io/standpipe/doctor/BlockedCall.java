package io.standpipe.doctor;

import io.standpipe.internal.posix.Abi;
import java.util.Optional;

/**
 * The system call in which a process's main thread sleeps, as {@code /proc/PID/syscall} shows it.
 *
 * @param call its name, such as {@code read}
 * @param fd its first argument, which for read and write is the descriptor
 * @param file what that descriptor is, such as {@code pipe:[4711]}; empty where it is none
 */
public record BlockedCall(String call, int fd, String file) {

  /**
   * What the process sleeps in; empty when it runs, has gone, is hidden from this user, or sleeps
   * in a call that is not known to wait. One look: it may run again by the time this returns.
   */
  public static Optional<BlockedCall> of(long pid) {
    return ProcFiles.text(ProcFiles.of(pid, "syscall")).flatMap(line -> parse(pid, line));
  }

  /** {@code 0 0x0 0x7f… …}: the number in decimal, then six arguments; or {@code running}. */
  private static Optional<BlockedCall> parse(long pid, String line) {
    String[] fields = line.strip().split(" ", -1);
    if (fields.length < 2 || !fields[0].chars().allMatch(Character::isDigit)) {
      return Optional.empty();
    }
    String call = Abi.HERE.blockingCalls().get(Integer.valueOf(fields[0]));
    if (call == null) {
      return Optional.empty();
    }
    int fd = (int) Long.parseUnsignedLong(fields[1].substring(2), 16);
    String file = ProcFiles.link(ProcFiles.of(pid, "fd/" + fd)).orElse("");
    return Optional.of(new BlockedCall(call, fd, file));
  }
}
