package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.PathBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What to do when a fifo cannot be created, opened or removed, by the system's error. */
final class FifoAdvice {
  private static final String EMPTY = "the path is empty; say where the fifo is to be";
  private static final String NO_FOLDER = "a part of the path is not a folder";

  private final Posix posix;
  private final Path path;

  FifoAdvice(Posix posix, Path path) {
    this.posix = posix;
    this.path = path;
  }

  String toCreate(int errno) {
    return switch (errno) {
      case Errno.EEXIST -> occupied();
      case Errno.ENOENT -> isEmpty() ? EMPTY : folderAbsent();
      case Errno.ENOTDIR -> NO_FOLDER;
      case Errno.EPERM -> unfit();
      default -> inFolder(errno);
    };
  }

  /** Only a fifo is advised to be deleted. */
  private String occupied() {
    if (Files.isSymbolicLink(path)) {
      return "there is a symbolic link at this path; give another path";
    }
    if (Files.isDirectory(path)) {
      return "there is a folder at this path; give a path in it";
    }
    int mode = posix.fileMode(PathBytes.word(path));
    if (mode >= 0 && (mode & S_IFMT) == S_IFIFO) {
      return "there is a fifo at this path; use it, or delete it first";
    }
    String kind = Files.isRegularFile(path) ? "a file" : "a file of another kind";
    return "there is " + kind + " at this path; give another path";
  }

  String toOpen(int errno) {
    return errno == Errno.ENOENT && !isEmpty()
        ? "there is nothing at this path; create it first, by Fifo.create(…) or mkfifo(1)"
        : toUse(errno);
  }

  String toUse(int errno) {
    return switch (errno) {
      case Errno.ENOENT -> isEmpty() ? EMPTY : "there is nothing at this path";
      case Errno.ELOOP -> "it is a symbolic link; give the path of the fifo itself";
      case Errno.EACCES -> "its permissions do not let this user in";
      case Errno.ENOTDIR -> NO_FOLDER;
      default -> "";
    };
  }

  /** Changing what is in the folder was refused. */
  String inFolder(int errno) {
    return errno == Errno.EACCES || errno == Errno.EPERM
        ? "this user may not write to " + folder()
        : "";
  }

  /** If the folder exists after all, it is in a file system that has no ordinary files: /proc. */
  private String folderAbsent() {
    Path folder = folder();
    return folder != null && Files.isDirectory(folder)
        ? unfit()
        : "create the folder " + folder + " first";
  }

  private String unfit() {
    return "no fifo can be made in "
        + folder()
        + "; choose another folder, one for files, such as "
        + System.getProperty("java.io.tmpdir");
  }

  private @Nullable Path folder() {
    return path.toAbsolutePath().getParent();
  }

  private boolean isEmpty() {
    return path.toString().isEmpty();
  }
}
