package io.standpipe.doctor;

import static io.standpipe.internal.posix.Constants.O_ACCMODE;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that holds an end of a pipe or fifo.
 *
 * @param pid who
 * @param command its command line
 * @param fd its descriptor
 * @param reads whether that can be read from
 * @param writes whether that can be written to
 */
public record PipeHolder(long pid, String command, int fd, boolean reads, boolean writes) {
  private static final String FLAGS = "flags:";

  /**
   * Everybody that holds the same pipe as descriptor {@code fd} of process {@code pid}, that one
   * included; none where it is no pipe or cannot be seen. Looks at every process that this user may
   * look at: some milliseconds on a desktop, hence for errors and questions, not for every read.
   */
  public static List<PipeHolder> sharing(long pid, int fd) {
    Path file = ProcFiles.of(pid, "fd/" + fd);
    return ProcFiles.isPipe(file)
        ? ProcFiles.link(file).map(PipeHolder::holding).orElse(List.of())
        : List.of();
  }

  /**
   * Everybody that has this fifo open, as far as this user may see; none if there is no such file.
   */
  public static List<PipeHolder> of(Path fifo) {
    try {
      return ProcFiles.isPipe(fifo) ? holding(fifo.toRealPath().toString()) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<PipeHolder> holding(String target) {
    var holders = new ArrayList<PipeHolder>();
    for (int pid : ProcFiles.processes()) {
      for (int fd : ProcFiles.numbers(ProcFiles.name(pid, "fd"))) {
        if (ProcFiles.link(ProcFiles.of(pid, "fd/" + fd)).equals(Optional.of(target))) {
          look(pid, fd).ifPresent(holders::add);
        }
      }
    }
    return holders;
  }

  private static Optional<PipeHolder> look(int pid, int fd) {
    Optional<Integer> flags =
        ProcFiles.text(ProcFiles.of(pid, "fdinfo/" + fd)).map(PipeHolder::flags);
    Optional<ProcessInfo> process = ProcessInfo.of(pid);
    if (flags.isEmpty() || process.isEmpty()) {
      return Optional.empty();
    }
    int mode = flags.get() & O_ACCMODE;
    String command = process.get().command();
    return Optional.of(new PipeHolder(pid, command, fd, mode != O_WRONLY, mode != O_RDONLY));
  }

  /** In octal, as open(2) has them. */
  private static int flags(String fdinfo) {
    return fdinfo
        .lines()
        .filter(line -> line.startsWith(FLAGS))
        .map(line -> Integer.parseInt(line.substring(FLAGS.length()).strip(), 8))
        .findFirst()
        .orElse(0);
  }

  /** {@code pid 4711 (sleep 100)}. */
  @Override
  public String toString() {
    return "pid " + pid + " (" + command + ")";
  }
}
