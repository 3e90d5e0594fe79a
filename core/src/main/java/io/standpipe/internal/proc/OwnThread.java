package io.standpipe.internal.proc;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Threads of this process as the kernel numbers them. */
public final class OwnThread {
  private OwnThread() {}

  /** The number of the thread that calls this; for a platform thread only. */
  public static OptionalInt number() {
    return ProcFiles.link("/proc/thread-self").stream()
        .mapToInt(link -> Integer.parseInt(link.substring(link.lastIndexOf('/') + 1)))
        .findFirst();
  }

  /** Whether this system shows the children of a thread (CONFIG_PROC_CHILDREN). */
  public static boolean showsChildren(int thread) {
    return ProcFiles.text(childrenOf(thread)).isPresent();
  }

  /** The children of a thread: the processes that it has started and that were not reaped. */
  public static List<Integer> children(int thread) {
    return ProcFiles.text(childrenOf(thread)).stream()
        .flatMap(pids -> Stream.of(pids.split(" ")))
        .filter(pid -> !pid.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  private static String childrenOf(int thread) {
    return "/proc/self/task/" + thread + "/children";
  }

  /** The name by which a child of a thread can open a descriptor of this process. */
  public static String descriptor(int thread, int fd) {
    return "/proc/" + ProcessHandle.current().pid() + "/task/" + thread + "/fd/" + fd;
  }
}
