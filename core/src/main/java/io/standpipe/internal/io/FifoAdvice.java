package io.standpipe.internal.io;

import io.standpipe.internal.posix.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What to do when a fifo cannot be created, opened or removed, by the system's error. */
final class FifoAdvice {
  private static final String EMPTY = "the path is empty; say where the fifo is to be";
  private static final String NO_FOLDER = "a part of the path is not a folder";

  private final Path path;

  FifoAdvice(Path path) {
    this.path = path;
  }

  String toCreate(int errno) {
    return switch (errno) {
      case Errno.EEXIST -> "use what is there, or delete it first";
      case Errno.ENOENT -> isEmpty() ? EMPTY : folderAbsent();
      case Errno.ENOTDIR -> NO_FOLDER;
      case Errno.EPERM -> unfit();
      default -> inFolder(errno);
    };
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
