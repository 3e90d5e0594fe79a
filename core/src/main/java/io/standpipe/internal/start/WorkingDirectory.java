package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.S_IFDIR;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static io.standpipe.internal.posix.Constants.X_OK;

import io.standpipe.error.WorkingDirectoryException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.PathBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a program is to start.
 *
 * <p>The kernel has it as a file, the program's environment as a name, {@code PWD}. Shells, make
 * and compilers take the name where it fits, because it shows symbolic links as the user sees them.
 */
final class WorkingDirectory {
  private static final String VARIABLE = "PWD";

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
    requireOwn(posix, text, () -> tried.get() + " in directory " + text);
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

  /**
   * Refuses a relative path where this process's own directory is gone. The kernel may still follow
   * {@code ..} from there, and a path that is made absolute without it means another file.
   *
   * @return this process's own directory; empty for an absolute path, which needs none
   */
  static String requireOwn(Posix posix, String path, Supplier<String> tried)
      throws WorkingDirectoryException {
    if (path.startsWith("/")) {
      return "";
    }
    String own = posix.getcwd();
    if (!own.startsWith("/")) {
      throw new WorkingDirectoryException(
          tried.get(),
          Errno.ENOENT,
          "this process's working directory has been deleted, so the relative path "
              + path
              + " means nothing; use an absolute one");
    }
    return own;
  }

  /**
   * The environment of a program that starts there: with {@code PWD}, unless a caller says what
   * that is, or wants nothing of this process's own environment.
   */
  static Environment inEnvironment(Posix posix, Path directory, Environment given) {
    boolean ours = given.inherits() && !given.changes().containsKey(VARIABLE);
    return ours && !PathBytes.word(directory).isEmpty()
        ? given.with(VARIABLE, name(posix, directory))
        : given;
  }

  /**
   * An absolute path without {@code .} and {@code ..}, which is what POSIX wants of {@code PWD},
   * with its symbolic links; null where it has none. Behind a link {@code ..} leads elsewhere than
   * its text says, so a path with {@code ..} is resolved by the system.
   */
  private static @Nullable String name(Posix posix, Path directory) {
    try {
      String text = PathBytes.word(directory);
      List<String> parts = List.of(text.split("/"));
      if (parts.contains("..")) {
        return PathBytes.word(directory.toRealPath());
      }
      String tail =
          parts.stream()
              .filter(part -> !part.isEmpty() && !part.equals("."))
              .map(part -> "/" + part)
              .collect(Collectors.joining());
      String start = text.startsWith("/") ? "" : posix.getcwd();
      String whole = (start.equals("/") ? "" : start) + tail;
      return whole.isEmpty() ? "/" : whole;
    } catch (IOException e) {
      return null; // a program that finds no PWD asks the system
    }
  }

  private static WorkingDirectoryException refused(
      Supplier<String> tried, String directory, int errno, String advice) {
    return new WorkingDirectoryException(tried.get() + " in directory " + directory, errno, advice);
  }
}
