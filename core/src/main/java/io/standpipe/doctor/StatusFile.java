package io.standpipe.doctor;

import java.util.Optional;

/**
 * {@code /proc/PID/task/TID/status}: a line {@code Name:\tvalue} for each fact; proc_pid_status(5).
 */
record StatusFile(String text) {
  private static final String VOLUNTARY = "voluntary_ctxt_switches";
  private static final String FORCED = "nonvoluntary_ctxt_switches";

  static Optional<StatusFile> of(long pid, long tid) {
    return ProcFiles.text(ProcFiles.name(pid, "task/" + tid + "/status")).map(StatusFile::new);
  }

  /** The value of a line, or {@code otherwise} where a kernel does not have it. */
  String value(String name, String otherwise) {
    String start = name + ":";
    int at = text.startsWith(start) ? 0 : text.indexOf("\n" + start) + 1;
    if (at == 0 && !text.startsWith(start)) {
      return otherwise;
    }
    int end = text.indexOf('\n', at);
    return text.substring(at + start.length(), end < 0 ? text.length() : end).strip();
  }

  private long number(String name, int radix) {
    String value = value(name, "0");
    int end = value.indexOf('\t');
    return Long.parseUnsignedLong(end < 0 ? value : value.substring(0, end), radix);
  }

  String name() {
    return value("Name", "?");
  }

  /** {@code S} asleep, {@code R} running, {@code T} stopped, {@code D} in a device, … */
  char state() {
    return value("State", "?").charAt(0);
  }

  /** How often it has left the processor: unchanged means that it has not run. */
  long switches() {
    return number(VOLUNTARY, 10) + number(FORCED, 10);
  }

  /** How many its process has. */
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

  /** Its pid as it knows it itself: in a container another one than here. */
  long ownPid() {
    String pids = value("NSpid", "0");
    return Long.parseLong(pids.substring(pids.lastIndexOf('\t') + 1));
  }
}
