package io.standpipe.doctor;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_PATH;

import io.standpipe.internal.posix.CString;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fifo that a process is about to open, by the path that it gave: looked up from its own
 * directory and root. Any path is good, text or not; see {@link CString} for what it looks like.
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
    // java.nio knows no name that is not text: it is looked up with a call that takes any bytes.
    // O_PATH opens no fifo, so nobody who waits for a partner takes us for one.
    Posix posix = Platform.posix();
    int fd = posix.open(ProcFiles.name(pid, from) + "/" + word, O_PATH | O_CLOEXEC, 0);
    if (fd < 0) {
      return Optional.empty();
    }
    try {
      String name = word.startsWith("/") ? word : at(pid, from, word);
      return Descriptors.fifo(Path.of("/proc/self/fd/" + fd))
          .map(fifo -> new FifoOpening(fifo.id(), name));
    } finally {
      posix.close(fd);
    }
  }

  private static String at(long pid, String from, String word) {
    return ProcFiles.link(ProcFiles.of(pid, from)).map(folder -> folder + "/" + word).orElse(word);
  }

  Awaited partner(boolean toRead) {
    return new Awaited.Partner(id, path, toRead);
  }
}
