package io.standpipe.internal.proc;

import java.util.Optional;

/** {@code /proc/PID/task/TID/status}; proc_pid_status(5). */
public record StatusFile(String text) {
  private static final String VOLUNTARY = "voluntary_ctxt_switches";
  private static final String FORCED = "nonvoluntary_ctxt_switches";

  /** The file of a thread; empty if there is no such thread. */
  public static Optional<StatusFile> of(long pid, long tid) {
    return ProcFiles.text(ProcFiles.name(pid, "task/" + tid + "/status")).map(StatusFile::new);
  }

  /** The file of the thread that calls this. */
  static Optional<StatusFile> ofThisThread() {
    return ProcFiles.text("/proc/thread-self/status").map(StatusFile::new);
  }

  /** The signals that this process ignores; signal n is bit n−1. */
  public static long ignoredHere() {
    return ProcFiles.text("/proc/self/status")
        .map(StatusFile::new)
        .map(s -> s.number("SigIgn", 16))
        .orElse(0L);
  }

  /** The value of a line, or {@code otherwise} on a kernel that does not have it. */
  private String value(String name, String otherwise) {
    return KeyedLines.value(text, name).orElse(otherwise);
  }

  private long number(String name, int radix) {
    String value = value(name, "0");
    int end = value.indexOf('\t');
    return Long.parseUnsignedLong(end < 0 ? value : value.substring(0, end), radix);
  }

  String name() {
    return value("Name", "?");
  }

  /** {@code S} asleep, {@code R} running, {@code T} stopped, {@code D} in a device, {@code Z} … */
  public char state() {
    return value("State", "?").charAt(0);
  }

  /** How often it has left the processor. An unchanged count means that it has not run. */
  long switches() {
    return number(VOLUNTARY, 10) + number(FORCED, 10);
  }

  /** The number of threads of its process. */
  long threads() {
    return number("Threads", 10);
  }

  /** The signals that it has handlers for; signal n is bit n−1. */
  long caught() {
    return number("SigCgt", 16);
  }

  long tracer() {
    return number("TracerPid", 10);
  }

  long user() {
    return number("Uid", 10);
  }

  long tid() {
    return number("Pid", 10);
  }

  /** Its pid in its own pid namespace, which differs in a container. */
  long ownPid() {
    String pids = value("NSpid", "0");
    return Long.parseLong(pids.substring(pids.lastIndexOf('\t') + 1));
  }
}
