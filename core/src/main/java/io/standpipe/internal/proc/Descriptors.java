package io.standpipe.internal.proc;

import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.internal.proc.OpenFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The open descriptors of a process: {@code /proc/PID/fd}; proc_pid_fd(5). */
final class Descriptors {
  /** What the kernel appends to the path of a file that has been unlinked. */
  static final String DELETED = " (deleted)";

  private static final String PTS = "/dev/pts/";
  private static final String ANONYMOUS = "anon_inode:[";

  private final ProcStat process;
  private final Map<Integer, OpenFile> files = new HashMap<>();

  private Descriptors(ProcStat process) {
    this.process = process;
  }

  /** All of them by number; empty if this user may not see them, or the process has gone. */
  static Optional<Map<Integer, OpenFile>> of(ProcStat process) {
    long pid = process.info().pid();
    Optional<List<Integer>> numbers = ProcFiles.descriptors(pid);
    var reader = new Descriptors(process);
    numbers.ifPresent(all -> all.forEach(reader::read));
    return numbers.map(all -> reader.files);
  }

  private void read(int fd) {
    String link = ProcFiles.name(process.info().pid(), "fd/" + fd);
    ProcFiles.link(link).ifPresent(target -> files.put(fd, file(fd, Path.of(link), target)));
  }

  private OpenFile file(int fd, Path link, String target) {
    if (target.startsWith("pipe:[")) {
      return file(fd, Kind.PIPE, target, target, bracketed(target));
    }
    if (target.startsWith("socket:[")) {
      return file(fd, Kind.SOCKET, target, target, bracketed(target));
    }
    if (target.startsWith(ANONYMOUS) || target.startsWith("pidfd:")) {
      return anonymous(fd, target);
    }
    if (target.startsWith("/dev/")) {
      return device(fd, link, target);
    }
    return target.startsWith("/") ? named(fd, link, target) : other(fd, target);
  }

  private OpenFile anonymous(int fd, String target) {
    if (target.startsWith(ANONYMOUS + "eventfd")) {
      FdInfo info = info(fd);
      String id = "eventfd " + info.field("eventfd-id");
      return new OpenFile(fd, Kind.EVENT, id, id, 0, info);
    }
    if (target.startsWith(ANONYMOUS + "eventpoll")) {
      return file(fd, Kind.EPOLL, target, target, 0);
    }
    if (target.contains("pidfd")) {
      return file(fd, Kind.PIDFD, target, target, 0);
    }
    return target.contains("io_uring")
        ? new OpenFile(fd, Kind.IO_URING, target, target, 0, FdInfo.NONE)
        : other(fd, target);
  }

  private OpenFile device(int fd, Path link, String target) {
    if (target.equals("/dev/ptmx") || target.equals(PTS + "ptmx")) {
      FdInfo info = info(fd);
      String index = info.field("tty-index");
      return index.isEmpty()
          ? other(fd, target)
          : new OpenFile(fd, Kind.MASTER, PTS + index, PTS + index, 0, info);
    }
    if (target.startsWith(PTS)) {
      return file(fd, Kind.SLAVE, target, target, 0);
    }
    if (target.equals("/dev/tty") && process.pts() >= 0) {
      return file(fd, Kind.SLAVE, PTS + process.pts(), PTS + process.pts(), 0);
    }
    if (target.startsWith("/dev/tty") || target.equals("/dev/console")) {
      return new OpenFile(fd, Kind.CONSOLE, target, target, 0, FdInfo.NONE);
    }
    return named(fd, link, target);
  }

  /** A file with a path: a fifo, or anything on which no call waits. */
  private OpenFile named(int fd, Path link, String target) {
    return fifo(link)
        .map(fifo -> file(fd, Kind.FIFO, fifo.id, target, fifo.inode))
        .orElseGet(() -> other(fd, target));
  }

  /** A fifo, identified by device and inode because it may have many paths. */
  record Fifo(String id, long inode) {}

  static Optional<Fifo> fifo(Path path) {
    try {
      Map<String, Object> found = Files.readAttributes(path, "unix:mode,ino,dev");
      boolean isFifo = found.get("mode") instanceof Integer mode && (mode & S_IFMT) == S_IFIFO;
      return isFifo && found.get("ino") instanceof Long inode
          ? Optional.of(new Fifo("fifo:" + found.get("dev") + ":" + inode, inode))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private OpenFile file(int fd, Kind kind, String id, String name, long inode) {
    FdInfo info = info(fd);
    return new OpenFile(fd, kind, id, name, inode, info);
  }

  private static OpenFile other(int fd, String target) {
    return new OpenFile(fd, Kind.OTHER, target, target, 0, FdInfo.NONE);
  }

  private FdInfo info(int fd) {
    return FdInfo.of(process.info().pid(), fd).orElse(FdInfo.NONE);
  }

  private static long bracketed(String target) {
    int end = target.indexOf(']');
    return Long.parseLong(target.substring(target.indexOf('[') + 1, end));
  }
}
