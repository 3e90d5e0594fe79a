package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.S_IFDIR;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static io.standpipe.internal.posix.Constants.X_OK;

import io.standpipe.error.WorkingDirectoryException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.PathBytes;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The directory in which a program is to start. */
final class WorkingDirectory {
  private WorkingDirectory() {}

  /**
   * The directory as the system has it, or null for this process's own; refused where it is none.
   */
  static @Nullable String check(Posix posix, Path directory, Supplier<String> tried)
      throws WorkingDirectoryException {
    String text = PathBytes.word(directory);
    if (text.isEmpty()) {
      return null;
    }
    int mode = posix.fileMode(text);
    if (mode < 0) {
      throw refused(tried, text, -mode, "");
    }
    if ((mode & S_IFMT) != S_IFDIR) {
      throw refused(tried, text, Errno.ENOTDIR, "");
    }
    int entered = posix.access(text, X_OK);
    if (entered < 0) {
      throw refused(tried, text, -entered, "this user may not enter that directory");
    }
    return text;
  }

  private static WorkingDirectoryException refused(
      Supplier<String> tried, String directory, int errno, String advice) {
    return new WorkingDirectoryException(tried.get() + " in directory " + directory, errno, advice);
  }
}
