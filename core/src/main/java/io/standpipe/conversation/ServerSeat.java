package io.standpipe.conversation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * There is one server at a place: two would take each other's requests. The lock is the kernel's,
 * on a file, and ends with the process, however that ends.
 *
 * <p>The lock's file is opened by nobody else: POSIX lets a process lose its lock when it closes
 * any descriptor of the file. Who the server is stands in another.
 */
final class ServerSeat {
  private final MeetingPlace place;
  private final FileChannel file;
  private final String id =
      ProcessHandle.current().pid()
          + "."
          + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private boolean announced;
  private boolean left;

  private ServerSeat(MeetingPlace place, FileChannel file) {
    this.place = place;
    this.file = file;
  }

  static ServerSeat take(MeetingPlace place) throws IOException {
    FileChannel file =
        FileChannel.open(place.file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = lock(file);
      if (lock == null) {
        throw new IOException(
            "serve %s: another server is at it (%s); close it first"
                .formatted(place, place.server()));
      }
      return new ServerSeat(place, file);
    } finally {
      if (lock == null) {
        file.close();
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // it is in this very process
    }
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
    }
  }
}
