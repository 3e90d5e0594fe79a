package io.standpipe.internal.proc;

import io.standpipe.doctor.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes that hold an end of one pipe or fifo. This looks at every process that this user
 * may look at, which takes some milliseconds on a desktop: little for an error or a question, and
 * too much for every read.
 */
public final class PipeHolders {
  private PipeHolders() {}

  /**
   * The holders of the pipe that is descriptor {@code fd} of process {@code pid}, that descriptor
   * included; none if it is not a pipe or cannot be seen.
   */
  public static List<Holder> sharing(long pid, int fd) {
    String file = ProcFiles.name(pid, "fd/" + fd);
    return ProcFiles.isPipe(Path.of(file))
        ? ProcFiles.link(file).map(PipeHolders::holding).orElse(List.of())
        : List.of();
  }

  /** The processes that have this fifo open; none if there is no such file. */
  public static List<Holder> of(Path fifo) {
    try {
      return ProcFiles.isPipe(fifo) ? holding(fifo.toRealPath().toString()) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<Holder> holding(String target) {
    var holders = new ArrayList<Holder>();
    for (int pid : ProcFiles.processes()) {
      for (int fd : ProcFiles.descriptors(pid).orElse(List.of())) {
        if (ProcFiles.link(ProcFiles.name(pid, "fd/" + fd)).equals(Optional.of(target))) {
          look(pid, fd, target).ifPresent(holders::add);
        }
      }
    }
    return holders;
  }

  private static Optional<Holder> look(int pid, int fd, String target) {
    Optional<FdInfo> info = FdInfo.of(pid, fd);
    Optional<ProcessInfo> process = ProcessInfo.of(pid);
    return info.isEmpty() || process.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OpenFile(fd, OpenFile.Kind.PIPE, target, target, 0, info.get())
                .heldBy(pid, process.get().command()));
  }
}
