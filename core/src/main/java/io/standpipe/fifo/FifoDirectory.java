package io.standpipe.fifo;

import static io.standpipe.internal.posix.Constants.S_IFDIR;
import static io.standpipe.internal.posix.Constants.S_IFIFO;

import io.standpipe.Fifo;
import io.standpipe.doctor.ProcessInfo;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a server and its clients meet: the fifo for requests, and beside it a folder, {@code
 * FIFO.replies}, with a fifo for each client's replies, a file that says which server there is, and
 * one that it locks.
 *
 * <p><b>All of it is one user's alone</b>, which is looked at before it is used. A fifo does not
 * tell who has written to it, so a server could not keep apart what one user and another may have.
 * And a client says where its reply goes by a name in that folder, never by a path.
 */
final class FifoDirectory {
  /** In place of the start of a process that could not be looked at. */
  private static final String UNKNOWN = "0";

  /** A client's pid, so that what it leaves behind is known as such, a dot, and what it likes. */
  private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,9})\\.[A-Za-z0-9._-]{1,80}");

  /** What else servers put there. */
  private static final Set<String> SERVERS = Set.of("lock", "server", "server.next");

  private final Path path;
  private final Path folder;

  private FifoDirectory(Path path) {
    this.path = path;
    this.folder = path.resolveSibling(path.getFileName() + ".replies");
  }

  /** Whoever comes first makes it. */
  static FifoDirectory open(Path path) throws IOException {
    var place = new FifoDirectory(path);
    Fifo.createIfAbsent(path);
    PathOwnership.requireOurs(path);
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectory(place.folder, PosixFilePermissions.asFileAttribute(ownerOnly));
    } catch (FileAlreadyExistsException e) {
      // It is looked at now, like one of our own.
    }
    PathOwnership.requireOurs(place.folder);
    if (!Files.isDirectory(place.folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("use " + place.folder + ": it is no folder; remove it");
    }
    return place;
  }

  /**
   * The one that is there; makes none. Whoever keeps files of his own in a folder of that name has
   * no meeting place, and is not to lose them.
   */
  static Optional<FifoDirectory> at(Path path) throws IOException {
    var place = new FifoDirectory(path);
    boolean both =
        Files.exists(path, LinkOption.NOFOLLOW_LINKS)
            && Files.exists(place.folder, LinkOption.NOFOLLOW_LINKS);
    if (!both) {
      return Optional.empty();
    }
    PathOwnership fifo = PathOwnership.of(path);
    PathOwnership beside = PathOwnership.of(place.folder);
    boolean ours = fifo.isOurs() && fifo.is(S_IFIFO) && beside.isOurs() && beside.is(S_IFDIR);
    return ours && place.files().stream().allMatch(FifoDirectory::isTheirs)
        ? Optional.of(place)
        : Optional.empty();
  }

  private static boolean isTheirs(Path file) {
    String name = file.getFileName().toString();
    return SERVERS.contains(name) || isName(name);
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

  /** Where a client's replies go, or where its long request comes from. */
  Fifo fifo(String name) {
    return Fifo.at(file(name));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Removes a client's fifo, if nobody has swept it away. */
  void remove(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether the client of this name is a process that is there. */
  static boolean isAlive(String name) {
    return Files.exists(Path.of("/proc", name.substring(0, name.indexOf('.'))));
  }

  /** What a server of this process goes by: its pid, when it was started, a number of its own. */
  static String newServer() {
    long pid = ProcessHandle.current().pid();
    String start = ProcessInfo.of(pid).map(p -> Long.toString(p.startTicks())).orElse(UNKNOWN);
    long own = ThreadLocalRandom.current().nextLong();
    return pid + "." + start + "." + Long.toHexString(own);
  }

  /** Which server there is; empty where none has said so. */
  String server() throws IOException {
    try {
      return Files.readString(file("server"));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Says which server there is, at one moment. */
  void server(String id) throws IOException {
    Path next = Files.writeString(file("server.next"), id);
    Files.move(next, file("server"), StandardCopyOption.ATOMIC_MOVE);
  }

  void noServer() throws IOException {
    Files.deleteIfExists(file("server"));
  }

  /** Whether the server that went by this is no more. */
  boolean isGone(String server) throws IOException {
    return server.isEmpty() || !server.equals(server()) || !isAlive(server) || isAnother(server);
  }

  /**
   * Whether its pid is another process's by now, or a zombie's. Not if /proc cannot be read just
   * now, or could not when it began.
   */
  private static boolean isAnother(String server) {
    String[] parts = server.split("\\.", -1);
    return ProcessInfo.of(Long.parseLong(parts[0]))
        .map(p -> p.zombie() ? "" : Long.toString(p.startTicks()))
        .filter(start -> !parts[1].equals(UNKNOWN) && !parts[1].equals(start))
        .isPresent();
  }

  /** Removes the fifos of clients that are no more. */
  void sweep() {
    try {
      for (Path file : files()) {
        String name = file.getFileName().toString();
        if (isName(name) && !isAlive(name)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // Somebody else has swept, or removed the folder: what matters fails by itself.
    }
  }

  /** Removes all of it. */
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
