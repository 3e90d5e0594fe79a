package io.standpipe.fifo;

import static io.standpipe.internal.posix.Constants.S_IFMT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What is at a path, by itself and not where a link leads: whose it is, and who may use it.
 *
 * @param owner a user's number
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

  private static int user() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Whether it is this user's alone. */
  boolean isOurs() throws IOException {
    return owner == user() && (mode & OTHERS) == 0;
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
    PathOwnership owned = of(path);
    if (!owned.isOurs()) {
      throw new IOException(
          "use %s: it belongs to user %d and has mode %o; one of user %d alone expected (chmod go=)"
              .formatted(path, owned.owner, owned.mode & 07777, user()));
    }
  }
}
