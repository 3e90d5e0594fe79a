package io.standpipe.internal.proc;

import static io.standpipe.internal.posix.Constants.O_ACCMODE;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_WRONLY;

import java.util.Optional;

/**
 * {@code /proc/PID/fdinfo/FD}: a line {@code name:\tvalue} for each fact; proc_pid_fdinfo(5).
 *
 * @param text the file; empty for a descriptor about which nothing needs to be known
 */
record FdInfo(String text) {
  static final FdInfo NONE = new FdInfo("");

  static Optional<FdInfo> of(long pid, int fd) {
    return ProcFiles.text(ProcFiles.name(pid, "fdinfo/" + fd)).map(FdInfo::new);
  }

  /** The value of a line; empty if there is no such line. */
  String field(String name) {
    return KeyedLines.value(text, name).orElse("");
  }

  /** The flags of open(2). The file has them in octal. */
  int flags() {
    String flags = field("flags");
    return flags.isEmpty() ? 0 : Integer.parseInt(flags, 8);
  }

  boolean reads() {
    return (flags() & O_ACCMODE) != O_WRONLY;
  }

  boolean writes() {
    return (flags() & O_ACCMODE) != O_RDONLY;
  }

  boolean blocking() {
    return (flags() & O_NONBLOCK) == 0;
  }
}
