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
 * Keeps a second server away from a fifo: two would take each other's requests. The lock is the
 * kernel's, on a file, and ends with the process, however that ends.
 *
 * <p>Nothing else opens the lock file, because POSIX takes a process's lock away when it closes any
 * descriptor of the file. So a second server in the same process is refused before it opens that
 * file, and the server's identity is in another file.
 */
final class ServerLock {
  /** The lock files of servers in this process. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final FifoDirectory directory;
  private final Path name;
  private final FileChannel file;
  private final String id = ServerIdentity.create();
  private boolean announced;
  private boolean released;

  private ServerLock(FifoDirectory directory, Path name, FileChannel file) {
    this.directory = directory;
    this.name = name;
    this.file = file;
  }

  /**
   * Takes the lock.
   *
   * @param tried begins the message if another server has it: {@code "serve "}
   */
  static ServerLock take(FifoDirectory directory, String tried) throws IOException {
    Path name = directory.file("lock");
    Path ours = name.resolveSibling("").toRealPath().resolve(name.getFileName());
    if (!OURS.add(ours)) {
      throw taken(directory, tried);
    }
    ServerLock lock = null;
    try {
      lock = lock(directory, ours, tried);
      return lock;
    } finally {
      if (lock == null) {
        OURS.remove(ours);
      }
    }
  }

  private static ServerLock lock(FifoDirectory directory, Path name, String tried)
      throws IOException {
    FileChannel file = FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = file.tryLock();
      if (lock == null) {
        throw taken(directory, tried);
      }
      return new ServerLock(directory, name, file);
    } finally {
      if (lock == null) {
        file.close();
      }
    }
  }

  private static IOException taken(FifoDirectory directory, String tried) throws IOException {
    return new IOException(
        tried
            + "%s: another server uses it (%s); close that first"
                .formatted(directory, directory.server()));
  }

  /** From now on clients know which server reads the fifo. */
  void announce() throws IOException {
    directory.setServer(id);
    announced = true;
  }

  /**
   * Lets the next server in. A server that has announced itself withdraws its name, while it still
   * holds the lock.
   */
  synchronized void release() {
    if (released) {
      return;
    }
    released = true;
    try (file) {
      if (announced && directory.server().equals(id)) {
        directory.clearServer();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("end the service at " + directory, e);
    } finally {
      OURS.remove(name);
    }
  }
}
