package io.standpipe.fifo;

import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.internal.proc.FileIdentity;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.file.Path;

/** Whether what is at a path is ours alone; of a link itself, not of its target. */
final class PathOwnership {
  private PathOwnership() {}

  /**
   * Whether a file of this kind is there, belongs to this user, and no other user may use it.
   *
   * @param type S_IFIFO and the like
   */
  static boolean isOurs(Path path, int type) throws IOException {
    FileIdentity found = FileIdentity.of(path);
    return found.isOursAlone() && (found.mode() & S_IFMT) == type;
  }

  /**
   * Throws unless it belongs to this user, and no other user may use it.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing
   */
  static void requireOurs(Path path) throws IOException {
    FileIdentity found = FileIdentity.of(path);
    if (!found.isOursAlone()) {
      throw new IOException(
          "use " + Escaping.printable(path.toString()) + ": " + found.whyNotOursAlone());
    }
  }
}
