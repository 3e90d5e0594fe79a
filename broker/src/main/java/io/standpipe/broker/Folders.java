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

  private static final int TRIES = 20;

  /**
   * Deletes a folder with everything in it. The brokers delete it, too, when they end by
   * themselves, so files may be gone that were there a moment ago, and a folder may get a last
   * file.
   */
  static void delete(Path folder) {
    for (int tries = 1; Files.exists(folder); tries++) {
      try {
        deleteAll(folder);
      } catch (IOException | UncheckedIOException e) {
        if (tries == TRIES) {
          throw new IllegalStateException("delete " + folder, e);
        }
      }
    }
  }

  /** Deletes what it can. */
  static void deleteIfPossible(Path folder) {
    try {
      delete(folder);
    } catch (IllegalStateException e) {
      // Others still write there.
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
