package io.standpipe.fifo;

import static io.standpipe.internal.posix.Constants.S_IFDIR;
import static io.standpipe.internal.posix.Constants.S_IFIFO;

import io.standpipe.Fifo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The place where a server and its clients meet: the fifo for requests, and beside it a folder,
 * {@code FIFO.replies}, with a fifo for each client's replies, a file that names the server, and a
 * file that the server locks.
 *
 * <p><b>All of it belongs to one user alone</b>, which is checked before anything is used. A fifo
 * does not tell which process wrote to it, so a server could not keep the rights of one user apart
 * from those of another. And a client names the fifo for its reply by a name in that folder, never
 * by a path.
 */
final class FifoDirectory {
  /**
   * A client's pid, which tells what a dead client has left behind, a dot, and characters of its
   * choice.
   */
  private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,9})\\.[A-Za-z0-9._-]{1,80}");

  /** The files that servers put into the folder. */
  private static final Set<String> SERVER_FILES = Set.of("lock", "server", "server.next");

  private final Path path;
  private final Path folder;

  private FifoDirectory(Path path) {
    this.path = path;
    this.folder = path.resolveSibling(path.getFileName() + ".replies");
  }

  /** Opens the place at this path; makes it if it is missing. */
  static FifoDirectory open(Path path) throws IOException {
    var directory = new FifoDirectory(path);
    Fifo.createIfAbsent(path);
    PathOwnership.requireOurs(path);
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectory(directory.folder, PosixFilePermissions.asFileAttribute(ownerOnly));
    } catch (FileAlreadyExistsException e) {
      // It is checked now, like one that we have made.
    }
    PathOwnership.requireOurs(directory.folder);
    if (!Files.isDirectory(directory.folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("use " + directory.folder + ": it is not a folder; remove it");
    }
    return directory;
  }

  /**
   * The place that exists at this path; makes none. Empty if the folder holds any other file: it is
   * not a server's then, and the user must not lose that file.
   */
  static Optional<FifoDirectory> find(Path path) throws IOException {
    var directory = new FifoDirectory(path);
    boolean both =
        Files.exists(path, LinkOption.NOFOLLOW_LINKS)
            && Files.exists(directory.folder, LinkOption.NOFOLLOW_LINKS);
    if (!both) {
      return Optional.empty();
    }
    PathOwnership fifo = PathOwnership.of(path);
    PathOwnership beside = PathOwnership.of(directory.folder);
    boolean ours = fifo.isOurs() && fifo.is(S_IFIFO) && beside.isOurs() && beside.is(S_IFDIR);
    return ours && directory.files().stream().allMatch(FifoDirectory::isServiceFile)
        ? Optional.of(directory)
        : Optional.empty();
  }

  private static boolean isServiceFile(Path file) {
    String name = file.getFileName().toString();
    return SERVER_FILES.contains(name) || isName(name);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  Fifo requests() {
    return Fifo.at(path);
  }

  /** The fifo for a client's replies, or for its long request. */
  Fifo fifo(String name) {
    return Fifo.at(file(name));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Removes a client's fifo, unless a server's {@link #sweep} has removed it already. */
  void remove(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  /** Whether this may be the name of a client's fifo. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The server that is there; empty if none has announced itself. */
  String server() throws IOException {
    try {
      return Files.readString(file("server"));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Announces a server, atomically. */
  void setServer(String id) throws IOException {
    Path next = Files.writeString(file("server.next"), id);
    Files.move(next, file("server"), StandardCopyOption.ATOMIC_MOVE);
  }

  void clearServer() throws IOException {
    Files.deleteIfExists(file("server"));
  }

  /** Whether the server of this identity no longer serves. */
  boolean isGone(String server) throws IOException {
    return server.isEmpty() || !server.equals(server()) || ServerIdentity.isGone(server);
  }

  /** Removes the fifos of clients that have exited. */
  void sweep() {
    try {
      for (Path file : files()) {
        String name = file.getFileName().toString();
        if (isName(name) && !ServerIdentity.isAlive(name)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // Another server has swept, or the folder is gone: operations that need it will fail.
    }
  }

  /** Removes fifo and folder with everything in it. */
  void delete() throws IOException {
    for (Path file : files()) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return "fifo " + path;
  }
}
