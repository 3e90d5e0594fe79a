package io.standpipe.fifo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * There is one server at a place: two would take each other's requests. The lock is the kernel's,
 * on a file, and ends with the process, however that ends.
 *
 * <p>The lock's file is opened by nobody else: POSIX lets a process lose its lock when it closes
 * any descriptor of the file. So a second server in this very process is refused before it opens
 * that. Who the server is stands in another file.
 */
final class ServerLock {
  /** Lock files of servers in this process. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final FifoDirectory place;
  private final Path name;
  private final FileChannel file;
  private final String id = FifoDirectory.newServer();
  private boolean announced;
  private boolean left;

  private ServerLock(FifoDirectory place, Path name, FileChannel file) {
    this.place = place;
    this.name = name;
    this.file = file;
  }

  /**
   * Takes it.
   *
   * @param tried for the message where somebody else has it: {@code "serve "}
   */
  static ServerLock take(FifoDirectory place, String tried) throws IOException {
    Path name = place.file("lock");
    Path ours = name.resolveSibling("").toRealPath().resolve(name.getFileName());
    if (!OURS.add(ours)) {
      throw taken(place, tried);
    }
    ServerLock seat = null;
    try {
      seat = lock(place, ours, tried);
      return seat;
    } finally {
      if (seat == null) {
        OURS.remove(ours);
      }
    }
  }

  private static ServerLock lock(FifoDirectory place, Path name, String tried) throws IOException {
    FileChannel file = FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = file.tryLock();
      if (lock == null) {
        throw taken(place, tried);
      }
      return new ServerLock(place, name, file);
    } finally {
      if (lock == null) {
        file.close();
      }
    }
  }

  private static IOException taken(FifoDirectory place, String tried) throws IOException {
    return new IOException(
        tried + "%s: a server is at it (%s); close it first".formatted(place, place.server()));
  }

  /** From now on clients know whose the open end is. */
  void announce() throws IOException {
    place.server(id);
    announced = true;
  }

  /** The next one may come. Only who was announced takes its name away: while the lock is held. */
  synchronized void leave() {
    if (left) {
      return;
    }
    left = true;
    try (file) {
      if (announced && place.server().equals(id)) {
        place.noServer();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("end the service at " + place, e);
    } finally {
      OURS.remove(name);
    }
  }
}
