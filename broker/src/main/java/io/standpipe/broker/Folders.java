package io.standpipe.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Removes what a broker leaves. */
final class Folders {
  private Folders() {}

  /** Deletes a folder in which others may still write: tries a few times, and leaves the rest. */
  static void deleteIfPossible(Path folder) {
    for (int tries = 0; tries < 5 && Files.exists(folder); tries++) {
      try {
        delete(folder);
      } catch (UncheckedIOException e) {
        // A file has come or gone meanwhile.
      }
    }
  }

  /** Deletes a folder with everything in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
