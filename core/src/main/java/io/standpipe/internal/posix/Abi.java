package io.standpipe.internal.posix;

import java.util.Map;
import java.util.Optional;

/**
 * The constants that differ between the two supported architectures, x86-64 and aarch64.
 *
 * <p>Source: the kernel's uapi headers {@code asm/fcntl.h}, {@code asm/unistd.h} and {@code
 * linux/eventpoll.h} (the event is packed only on x86-64).
 *
 * @param epollEventSize the size of a {@code struct epoll_event} in bytes
 * @param epollDataOffset the offset of its {@code data} in bytes
 * @param blockingCalls the names of the calls that may sleep, by their number in {@code
 *     /proc/PID/syscall}
 */
public record Abi(
    int O_DIRECTORY,
    int O_NOFOLLOW,
    int epollEventSize,
    int epollDataOffset,
    Map<Integer, String> blockingCalls) {

  private static final Abi X86_64 =
      new Abi(
          0200000,
          0400000,
          12,
          4,
          Map.ofEntries(
              Map.entry(0, "read"),
              Map.entry(1, "write"),
              Map.entry(2, "open"),
              Map.entry(7, "poll"),
              Map.entry(19, "readv"),
              Map.entry(20, "writev"),
              Map.entry(23, "select"),
              Map.entry(34, "pause"),
              Map.entry(35, "nanosleep"),
              Map.entry(40, "sendfile"),
              Map.entry(42, "connect"),
              Map.entry(43, "accept"),
              Map.entry(44, "sendto"),
              Map.entry(45, "recvfrom"),
              Map.entry(46, "sendmsg"),
              Map.entry(47, "recvmsg"),
              Map.entry(56, "clone"),
              Map.entry(58, "vfork"),
              Map.entry(61, "wait4"),
              Map.entry(72, "fcntl"),
              Map.entry(73, "flock"),
              Map.entry(128, "rt_sigtimedwait"),
              Map.entry(130, "rt_sigsuspend"),
              Map.entry(202, "futex"),
              Map.entry(219, "restart_syscall"),
              Map.entry(230, "clock_nanosleep"),
              Map.entry(232, "epoll_wait"),
              Map.entry(247, "waitid"),
              Map.entry(257, "openat"),
              Map.entry(270, "pselect6"),
              Map.entry(271, "ppoll"),
              Map.entry(275, "splice"),
              Map.entry(276, "tee"),
              Map.entry(278, "vmsplice"),
              Map.entry(281, "epoll_pwait"),
              Map.entry(288, "accept4"),
              Map.entry(426, "io_uring_enter"),
              Map.entry(435, "clone3"),
              Map.entry(437, "openat2"),
              Map.entry(441, "epoll_pwait2"),
              Map.entry(449, "futex_waitv"),
              Map.entry(455, "futex_wait")));

  private static final Abi AARCH64 =
      new Abi(
          040000,
          0100000,
          16,
          8,
          Map.ofEntries(
              Map.entry(22, "epoll_pwait"),
              Map.entry(25, "fcntl"),
              Map.entry(32, "flock"),
              Map.entry(56, "openat"),
              Map.entry(63, "read"),
              Map.entry(64, "write"),
              Map.entry(65, "readv"),
              Map.entry(66, "writev"),
              Map.entry(71, "sendfile"),
              Map.entry(72, "pselect6"),
              Map.entry(73, "ppoll"),
              Map.entry(75, "vmsplice"),
              Map.entry(76, "splice"),
              Map.entry(77, "tee"),
              Map.entry(95, "waitid"),
              Map.entry(98, "futex"),
              Map.entry(101, "nanosleep"),
              Map.entry(115, "clock_nanosleep"),
              Map.entry(128, "restart_syscall"),
              Map.entry(133, "rt_sigsuspend"),
              Map.entry(137, "rt_sigtimedwait"),
              Map.entry(202, "accept"),
              Map.entry(203, "connect"),
              Map.entry(206, "sendto"),
              Map.entry(207, "recvfrom"),
              Map.entry(211, "sendmsg"),
              Map.entry(212, "recvmsg"),
              Map.entry(220, "clone"),
              Map.entry(242, "accept4"),
              Map.entry(260, "wait4"),
              Map.entry(426, "io_uring_enter"),
              Map.entry(435, "clone3"),
              Map.entry(437, "openat2"),
              Map.entry(441, "epoll_pwait2"),
              Map.entry(449, "futex_waitv"),
              Map.entry(455, "futex_wait")));

  /** The architecture that this JVM runs on; {@link Platform} makes sure that it is supported. */
  public static final Abi HERE = of(System.getProperty("os.arch")).orElse(X86_64);

  static Optional<Abi> of(String architecture) {
    return switch (architecture) {
      case "amd64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
