package io.standpipe.internal.start;

import io.standpipe.internal.start.RedirectSpec.FileMode;
import io.standpipe.internal.start.RedirectSpec.OfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The files that programs which start together read and replace. */
public final class RedirectedFiles {
  private RedirectedFiles() {}

  /** Refuses a file that one redirect reads and another one empties first: {@code sort <f >f}. */
  public static void requireDistinct(Collection<RedirectSpec> redirects) {
    List<OfFile> read = files(redirects, FileMode.READ);
    if (read.isEmpty()) {
      return;
    }
    for (OfFile replaced : files(redirects, FileMode.REPLACE)) {
      for (OfFile source : read) {
        if (isSameFile(source.file(), replaced.file())) {
          throw new IllegalArgumentException(
              ("\"%s\" and \"%s\" are one file, which would be emptied before it is read; write to"
                      + " another one, and move that when the program has ended")
                  .formatted(source, replaced));
        }
      }
    }
  }

  private static List<OfFile> files(Collection<RedirectSpec> redirects, FileMode mode) {
    return redirects.stream()
        .filter(redirect -> redirect instanceof OfFile file && file.mode() == mode)
        .map(OfFile.class::cast)
        .toList();
  }

  /** Terminals and other devices may well be read and written. */
  private static boolean isSameFile(Path a, Path b) {
    try {
      return Files.isRegularFile(a) && Files.isSameFile(a, b);
    } catch (IOException e) {
      return false; // one of them is not there, so there is nothing in it to lose
    }
  }
}
