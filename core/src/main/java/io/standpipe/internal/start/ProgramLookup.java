package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.S_IFDIR;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static io.standpipe.internal.posix.Constants.X_OK;

import io.standpipe.error.ErrnoException;
import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.error.WorkingDirectoryException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.util.function.Supplier;

/**
 * Which file a program's name means. A name with a slash is that file; any other is looked up in
 * the PATH that the child will have, as execvp(3) does: the first file that may be executed, and
 * where there is none but one that may not, that one's error.
 *
 * <p>Looked up, and made absolute, before the child changes its directory: what is started must not
 * depend on where it is to run.
 */
final class ProgramLookup {
  /** What execvp takes where PATH is not set. */
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private static final int SHORT = 60;

  private final Posix posix;
  private final Supplier<String> tried;

  /**
   * A lookup.
   *
   * @param tried what is being tried, for the message of a failure
   */
  ProgramLookup(Posix posix, Supplier<String> tried) {
    this.posix = posix;
    this.tried = tried;
  }

  /** The absolute path of the file to execute. */
  String find(String name, Environment environment) throws ErrnoException {
    if (name.isEmpty()) {
      throw new ProgramNotFoundException(tried.get(), "the program's name is empty");
    }
    if (name.indexOf('/') >= 0) {
      String file = absolute(name);
      check(name);
      return file;
    }
    String path = environment.get(posix, "PATH");
    return path == null
        ? search(name, DEFAULT_PATH, DEFAULT_PATH + ", as PATH is not set")
        : search(name, path, shown(path));
  }

  /** All of a short PATH; a long one would tell a reader nothing. */
  private static String shown(String path) {
    int folders = path.split(":", -1).length;
    return "PATH (" + (path.length() <= SHORT ? path : folders + " folders") + ")";
  }

  private String search(String name, String path, String shown) throws ErrnoException {
    String refused = null;
    for (String folder : path.split(":", -1)) {
      String file = (folder.isEmpty() ? "." : folder) + "/" + name;
      int error = executable(file);
      if (error == 0) {
        return absolute(file);
      }
      // A folder of that name is passed over; a file that may not be executed is remembered.
      if (error == Errno.EACCES && posix.fileMode(file) >= 0) {
        refused = file;
      }
    }
    if (refused != null) {
      throw failed(refused, Errno.EACCES);
    }
    throw new ProgramNotFoundException(tried.get(), StartAdvice.notFound(name, shown));
  }

  private void check(String file) throws ErrnoException {
    int error = executable(file);
    if (error != 0) {
      throw failed(file, error);
    }
  }

  private ErrnoException failed(String file, int error) {
    String advice = new StartAdvice(posix).refused(file, error);
    return error == Errno.ENOENT
        ? new ProgramNotFoundException(tried.get(), advice)
        : new ErrnoException(tried.get(), error, advice);
  }

  /** 0 or an errno, without the minus. A folder passes access(2), but cannot be executed. */
  private int executable(String file) {
    int mode = posix.fileMode(file);
    if (mode < 0) {
      return -mode;
    }
    if ((mode & S_IFMT) == S_IFDIR) {
      return Errno.EISDIR;
    }
    return -posix.access(file, X_OK);
  }

  /** Works on text, not on {@code Path}: a name need not be valid in the JVM's charset. */
  private String absolute(String file) throws WorkingDirectoryException {
    String own = WorkingDirectory.requireOwn(posix, file, tried);
    return own.isEmpty() ? file : own + "/" + file;
  }
}
