package io.standpipe.doctor;

import io.standpipe.internal.posix.CString;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fifo that a process is about to open, by the path that it gave: looked up from its own
 * directory and root.
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
    try {
      Path path = Path.of(ProcFiles.name(pid, from) + "/" + word);
      String name = word.startsWith("/") ? word : at(pid, from, word);
      return Descriptors.fifo(path).map(fifo -> new FifoOpening(fifo.id(), name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String at(long pid, String from, String word) {
    return ProcFiles.link(ProcFiles.of(pid, from)).map(folder -> folder + "/" + word).orElse(word);
  }

  Awaited partner(boolean toRead) {
    return new Awaited.Partner(id, path, toRead);
  }
}
