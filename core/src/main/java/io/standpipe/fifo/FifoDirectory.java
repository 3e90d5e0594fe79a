package io.standpipe.fifo;

import static io.standpipe.internal.posix.Constants.S_IFDIR;
import static io.standpipe.internal.posix.Constants.S_IFIFO;

import io.standpipe.Fifo;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The place where a server and its clients meet: the fifo for requests, and beside it a folder,
 * {@code FIFO.replies}, with a fifo for each client's replies, a file that names the server, and a
 * file that the server locks. A server makes it ({@link MadeDirectory}); a client makes nothing but
 * its own fifos in the folder, and waits where there is none.
 *
 * <p><b>All of it belongs to one user alone</b>, which is checked before anything is used. A fifo
 * does not tell which process wrote to it, so a server could not keep the rights of one user apart
 * from those of another. And a client names the fifo for its reply by a name in that folder, never
 * by a path.
 */
final class FifoDirectory {
  /** The files that servers put into the folder. */
  private static final Set<String> SERVER_FILES = Set.of("lock", "server", "server.next");

  private final Path path;
  private final Path folder;

  private FifoDirectory(Path path, Path folder) {
    this.path = path;
    this.folder = folder;
  }

  /** The place at this path, which need not exist. */
  static FifoDirectory at(Path path) throws IOException {
    Path name = path.getFileName();
    if (name == null || name.toString().isEmpty()) {
      throw new IOException(
          "use " + Escaping.quoted(path.toString()) + " as a fifo: the path names no file");
    }
    return new FifoDirectory(path, path.resolveSibling(name + ".replies"));
  }

  /**
   * The place that exists at this path; makes none. Empty if the folder holds any other file: it is
   * not a server's then, and the user must not lose that file.
   */
  static Optional<FifoDirectory> find(Path path) throws IOException {
    FifoDirectory directory = at(path);
    boolean ours =
        directory.exists()
            && PathOwnership.isOurs(path, S_IFIFO)
            && PathOwnership.isOurs(directory.folder, S_IFDIR);
    return ours && directory.files().stream().allMatch(FifoDirectory::isServiceFile)
        ? Optional.of(directory)
        : Optional.empty();
  }

  private static boolean isServiceFile(Path file) {
    String name = file.getFileName().toString();
    return SERVER_FILES.contains(name) || ClientName.isOne(name);
  }

  /** Whether fifo and folder are there, whatever they are. */
  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes sure that what is there belongs to this user alone.
   *
   * @throws NoSuchFileException if it is not there
   */
  void requireOurs() throws IOException {
    PathOwnership.requireOurs(path);
    PathOwnership.requireOurs(folder);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "use " + Escaping.printable(folder.toString()) + ": it is not a folder; remove it");
    }
  }

  /** {@link #requireOurs} for as much of it as is there. */
  void requireOursIfThere() throws IOException {
    if (exists()) {
      requireOurs();
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      PathOwnership.requireOurs(path);
    }
  }

  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  Path path() {
    return path;
  }

  /** The folder in which fifo and folder lie. */
  Path surroundings() {
    Path parent = path.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  Path folder() {
    return folder;
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

  /** Removes a client's fifo, unless a server's {@link LeftFifos#sweep} has removed it already. */
  void remove(String name) throws IOException {
    Files.deleteIfExists(file(name));
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

  /**
   * Whether the server of this identity no longer serves. The pid of a server in another pid
   * namespace tells nothing here; but it has the fifo open for reading as long as it lives, and its
   * successor writes another identity before it opens the fifo.
   */
  boolean isGone(String server) throws IOException, InterruptedException {
    if (server.isEmpty() || !server.equals(server())) {
      return true;
    }
    return ServerIdentity.isNeighbour(server) ? ServerIdentity.isGone(server) : !isRead(requests());
  }

  /**
   * Whether a process has a fifo open for reading. Only for fifos whose readers keep them open: any
   * other reader would see the end of the stream when this looks.
   */
  static boolean isRead(Fifo fifo) throws IOException, InterruptedException {
    try {
      fifo.openWriter(Duration.ZERO).close();
      return true;
    } catch (DeadlineExceededException e) {
      return false;
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
    return Escaping.printable("fifo " + path);
  }
}
