package io.standpipe.internal.proc;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_PATH;

import io.standpipe.internal.posix.CString;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fifo that a process is about to open. The path that the process gave is looked up from its
 * own directory and root. A path may be any bytes, which {@link CString} turns into text.
 *
 * @param id the fifo's channel
 * @param path its path
 */
record FifoOpening(String id, String path) {
  private static final int AT_FDCWD = -100;

  static Optional<FifoOpening> of(long pid, Optional<Memory> memory, long address, int directory) {
    return memory
        .flatMap(m -> m.word(address))
        .map(CString::decode)
        .flatMap(word -> find(pid, word, directory));
  }

  private static Optional<FifoOpening> find(long pid, String word, int directory) {
    boolean current = directory < 0 || directory == AT_FDCWD;
    String from = word.startsWith("/") ? "root" : current ? "cwd" : "fd/" + directory;
    // java.nio takes no name that is not text, so a call that takes any bytes looks it up. O_PATH
    // does not open the fifo, so no process that waits for a partner takes this one for it.
    Posix posix = Platform.posix();
    int fd = posix.open(ProcFiles.name(pid, from) + "/" + word, O_PATH | O_CLOEXEC, 0);
    if (fd < 0) {
      return Optional.empty();
    }
    try {
      String name = word.startsWith("/") ? word : at(pid, from, word);
      return Descriptors.fifo(Path.of(ProcFiles.ownDescriptor(fd)))
          .map(fifo -> new FifoOpening(fifo.id(), name));
    } finally {
      posix.close(fd);
    }
  }

  private static String at(long pid, String from, String word) {
    return ProcFiles.link(ProcFiles.name(pid, from))
        .map(folder -> folder + "/" + word)
        .orElse(word);
  }

  Awaited partner(boolean toRead) {
    return new Awaited.Partner(id, path, toRead);
  }
}
