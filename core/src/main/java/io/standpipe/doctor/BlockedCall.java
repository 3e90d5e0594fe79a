package io.standpipe.doctor;

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

  private static Optional<BlockedCall> parse(long pid, String line) {
    return Sleep.parse(line)
        .filter(Sleep::isKnown)
        .map(s -> {
          int fd = s.number(0);
          String file = ProcFiles.link(ProcFiles.of(pid, "fd/" + fd)).orElse("");
          return new BlockedCall(s.call(), fd, file);
        });
  }
}
