package io.standpipe.internal.proc;

import io.standpipe.internal.posix.Abi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The system call that a thread sleeps in, as {@code /proc/PID/task/TID/syscall} shows it: {@code 0
 * 0x3 0x7ffd… …}, the number in decimal and its six arguments. {@link WaitReader} knows what the
 * arguments mean.
 *
 * @param call its name; {@code call 999} for one that is not known to wait
 * @param arguments six of them
 */
public record SyscallFile(String call, List<Long> arguments) {
  private static final int ARGUMENTS = 6;

  /** The call of a thread; empty as for {@link #parse}, or if this user may not see it. */
  public static Optional<SyscallFile> of(long pid, long tid) {
    return text(pid, tid).flatMap(SyscallFile::parse);
  }

  /** The file as it is; empty if this user may not see it. */
  static Optional<String> text(long pid, long tid) {
    return ProcFiles.text(ProcFiles.name(pid, "task/" + tid + "/syscall"));
  }

  /** Empty for a thread that runs, or sleeps in no call (it waits for a page, or is stopped). */
  static Optional<SyscallFile> parse(String line) {
    String[] fields = line.strip().split(" ", -1);
    if (fields.length <= ARGUMENTS || !Character.isDigit(fields[0].charAt(0))) {
      return Optional.empty();
    }
    var arguments = new ArrayList<Long>();
    for (int i = 1; i <= ARGUMENTS; i++) {
      arguments.add(Long.parseUnsignedLong(fields[i].substring(2), 16));
    }
    int number = Integer.parseInt(fields[0]);
    String name = Abi.HERE.blockingCalls().getOrDefault(number, "call " + number);
    return Optional.of(new SyscallFile(name, arguments));
  }

  long argument(int n) {
    return arguments.get(n);
  }

  /** An argument that C declares as {@code int}: the upper half of the register is undefined. */
  public int number(int n) {
    return (int) argument(n);
  }

  boolean isNull(int n) {
    return argument(n) == 0;
  }
}
