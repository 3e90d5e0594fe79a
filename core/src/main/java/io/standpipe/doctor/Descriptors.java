package io.standpipe.doctor;

import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.doctor.OpenFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The open descriptors of a process: /proc/PID/fd and fdinfo; proc_pid_fd(5). */
final class Descriptors {
  /** What the kernel adds to a path that no longer leads there. */
  static final String DELETED = " (deleted)";

  private static final String PTS = "/dev/pts/";
  private static final String ANONYMOUS = "anon_inode:[";

  private final ProcStat process;
  private final Map<Integer, OpenFile> files = new HashMap<>();

  private Descriptors(ProcStat process) {
    this.process = process;
  }

  /** All by number; empty where this user may not see them, or the process has gone. */
  static Optional<Map<Integer, OpenFile>> of(ProcStat process) {
    long pid = process.info().pid();
    Optional<List<Integer>> numbers = ProcFiles.numbersIfReadable(ProcFiles.name(pid, "fd"));
    var reader = new Descriptors(process);
    numbers.ifPresent(all -> all.forEach(reader::read));
    return numbers.map(all -> reader.files);
  }

  private void read(int fd) {
    Path link = ProcFiles.of(process.info().pid(), "fd/" + fd);
    ProcFiles.link(link).ifPresent(target -> files.put(fd, file(fd, link, target)));
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
      String info = info(fd);
      String id = "eventfd " + field(info, "eventfd-id");
      return new OpenFile(fd, Kind.EVENT, id, id, 0, flags(info), info);
    }
    if (target.startsWith(ANONYMOUS + "eventpoll")) {
      return file(fd, Kind.EPOLL, target, target, 0);
    }
    if (target.contains("pidfd")) {
      return file(fd, Kind.PIDFD, target, target, 0);
    }
    return target.contains("io_uring")
        ? new OpenFile(fd, Kind.IO_URING, target, target, 0, 0, "")
        : other(fd, target);
  }

  private OpenFile device(int fd, Path link, String target) {
    if (target.equals("/dev/ptmx") || target.equals(PTS + "ptmx")) {
      String info = info(fd);
      String index = field(info, "tty-index");
      return index.isEmpty()
          ? other(fd, target)
          : new OpenFile(fd, Kind.MASTER, PTS + index, PTS + index, 0, flags(info), info);
    }
    if (target.startsWith(PTS)) {
      return file(fd, Kind.SLAVE, target, target, 0);
    }
    if (target.equals("/dev/tty") && process.pts() >= 0) {
      return file(fd, Kind.SLAVE, PTS + process.pts(), PTS + process.pts(), 0);
    }
    if (target.startsWith("/dev/tty") || target.equals("/dev/console")) {
      return new OpenFile(fd, Kind.CONSOLE, target, target, 0, 0, "");
    }
    return named(fd, link, target);
  }

  /** A path: of a fifo, or of anything that nobody waits for. */
  private OpenFile named(int fd, Path link, String target) {
    return fifo(link)
        .map(fifo -> file(fd, Kind.FIFO, fifo.id, target, fifo.inode))
        .orElseGet(() -> other(fd, target));
  }

  /** One fifo may have many paths; device and inode are its own. */
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
    String info = info(fd);
    return new OpenFile(fd, kind, id, name, inode, flags(info), info);
  }

  private static OpenFile other(int fd, String target) {
    return new OpenFile(fd, Kind.OTHER, target, target, 0, 0, "");
  }

  private String info(int fd) {
    return ProcFiles.text(ProcFiles.name(process.info().pid(), "fdinfo/" + fd)).orElse("");
  }

  /** In octal, as open(2) has them. */
  private static int flags(String info) {
    String flags = field(info, "flags");
    return flags.isEmpty() ? 0 : Integer.parseInt(flags, 8);
  }

  /** The value of a line {@code name:\tvalue}; empty where there is none. */
  static String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static long bracketed(String target) {
    int end = target.indexOf(']');
    return Long.parseLong(target.substring(target.indexOf('[') + 1, end));
  }
}
