package io.standpipe.fifo;

import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.internal.proc.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The owner and the mode of what is at a path; of a link itself, not of its target.
 *
 * @param owner a user id
 * @param mode as stat(2) has it
 */
record PathOwnership(Path path, int owner, int mode) {
  private static final int OTHERS = 077;

  static PathOwnership of(Path path) throws IOException {
    return new PathOwnership(
        path,
        (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS),
        (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether it belongs to this user, and no other user may use it. */
  boolean isOurs() throws IOException {
    return owner == ProcFiles.ownUser() && (mode & OTHERS) == 0;
  }

  /**
   * Whether it is a file of this kind.
   *
   * @param type S_IFIFO and the like
   */
  boolean is(int type) {
    return (mode & S_IFMT) == type;
  }

  static void requireOurs(Path path) throws IOException {
    PathOwnership found = of(path);
    if (!found.isOurs()) {
      throw new IOException(
          "use %s: it belongs to user %d and has mode %o; user %d alone must have access (chmod go=)"
              .formatted(path, found.owner, found.mode & 07777, ProcFiles.ownUser()));
    }
  }
}
