package io.standpipe.cli;

import io.standpipe.Fifo;
import io.standpipe.conversation.FifoServer;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** A fifo that may have a server, or have had one: then a folder stands beside it. */
final class ServedFifo {
  /**
   * What a server and its clients put into that folder, and nobody else: see {@link FifoServer}.
   */
  private static final Pattern THEIRS = Pattern.compile("lock|server(\\.next)?|[1-9][0-9]*\\..*");

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private ServedFifo() {}

  /**
   * Removes a fifo, and the folder with it if that is a server's.
   *
   * @throws IOException if there is no fifo, or a server is at it
   */
  static void remove(Path fifo) throws IOException {
    Path folder = fifo.resolveSibling(fifo.getFileName() + ".replies");
    if (Files.exists(fifo, LinkOption.NOFOLLOW_LINKS)
        && FifoTable.isFifo(fifo)
        && isOwn(fifo)
        && isServers(folder)) {
      FifoServer.delete(fifo);
    } else {
      Fifo.at(fifo).delete();
    }
  }

  /** A server works in no other: this user's, and closed to all others. */
  private static boolean isOwn(Path file) throws IOException {
    return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getOwner(Path.of("/proc/self")))
        && OWNERS.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whoever keeps files of his own in a folder of that name is not to lose them. */
  private static boolean isServers(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isOwn(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!THEIRS.matcher(file.getFileName().toString()).matches()) {
          return false;
        }
      }
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
