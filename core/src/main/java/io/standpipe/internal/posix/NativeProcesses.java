package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of {@link Posix} about this process, its parent and its children. */
interface NativeProcesses extends Posix {
  MemorySegment SCHED_YIELD = symbol("sched_yield");
  MemorySegment GETPPID = symbol("getppid");
  MemorySegment SYSCALL = symbol("syscall");
  MemorySegment SIGACTION = symbol("sigaction");
  MemorySegment GETENV = symbol("getenv");
  MemorySegment KILL = symbol("kill");
  MemorySegment WAITID = symbol("waitid");

  /**
   * Numbers added since Linux 5.1 are equal on every architecture; glibc has wrappers since 2.36.
   */
  int SYS_PIDFD_OPEN = 434;

  int SYS_PIDFD_SEND_SIGNAL = 424;
  int SYS_PIDFD_GETFD = 438;

  int SI_CODE = 8;
  int SI_PID = 16;
  int SI_STATUS = 24;

  @Override
  default int posix_spawn(SpawnPlan plan) {
    return NativeSpawn.spawn(plan);
  }

  @Override
  default int sched_yield() {
    return callInt(SCHED_YIELD, 0, 0, 0);
  }

  @Override
  default int getppid() {
    return callInt(GETPPID, 0, 0, 0);
  }

  @Override
  default int sigaction(int signal, @Nullable SignalAction to, SignalAction from) {
    try (Scratch s = Scratch.borrow()) {
      long next = s.small.address();
      long before = next + SignalAction.BYTES;
      if (to != null) {
        MemorySegment.copy(to.bytes, 0, s.small, JAVA_BYTE, 0, SignalAction.BYTES);
      }
      int result = callInt(s, SIGACTION, signal, to == null ? 0 : next, before, 0);
      MemorySegment.copy(s.small, JAVA_BYTE, SignalAction.BYTES, from.bytes, 0, SignalAction.BYTES);
      return result;
    }
  }

  @Override
  default @Nullable String getenv(String name) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      long word = NativeStrings.word(memory, name).address();
      long value = CLibrary.call(s, GETENV, word, 0, 0, 0, 0, 0);
      return value == 0 ? null : NativeStrings.text(value);
    }
  }

  @Override
  default List<String> environ() {
    return NativeSpawn.environ();
  }

  @Override
  default int pidfd_open(int pid) {
    return callInt(SYSCALL, SYS_PIDFD_OPEN, pid, 0);
  }

  @Override
  default int pidfd_send_signal(int pidfd, int signal, int flags) {
    try (Scratch s = Scratch.borrow()) {
      return callInt(s, SYSCALL, SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, flags, 0);
    }
  }

  @Override
  default int pidfd_getfd(int pidfd, int fd) {
    return callInt(SYSCALL, SYS_PIDFD_GETFD, pidfd, fd);
  }

  @Override
  default int kill(int pid, int signal) {
    return callInt(KILL, pid, signal, 0);
  }

  @Override
  default long waitid(int idType, int id, int options) {
    try (Scratch s = Scratch.borrow()) {
      s.small.set(JAVA_INT, SI_PID, 0);
      int result = callInt(s, WAITID, idType, id, s.small.address(), options);
      if (result < 0 || s.small.get(JAVA_INT, SI_PID) == 0) {
        return result;
      }
      return WaitStatus.pack(s.small.get(JAVA_INT, SI_CODE), s.small.get(JAVA_INT, SI_STATUS));
    }
  }
}
