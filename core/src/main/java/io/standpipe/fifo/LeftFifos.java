package io.standpipe.fifo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes the fifos of clients that have died. What a client's death looks like depends on where it
 * lived:
 *
 * <ul>
 *   <li>In our pid namespace: no process has its pid.
 *   <li>In another one: its pid tells nothing. A {@link FifoClient} has the fifo for its replies
 *       open as long as it lives, so it is dead if no process has. Just after it was made the fifo
 *       is not open yet; a young one stays.
 *   <li>It did not say: a few lines of shell, which may open their fifo for each reply. Such a fifo
 *       is removed when no process here has that pid and nothing has gone through it for a while.
 * </ul>
 */
final class LeftFifos {
  private static final Duration OPENING = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private LeftFifos() {}

  /**
   * Never fails: another server may have swept, and operations that need the folder will say so.
   */
  static void sweep(FifoDirectory directory) throws InterruptedException {
    try {
      for (Path file : directory.files()) {
        sweep(directory, file);
      }
    } catch (IOException e) {
      // The folder is gone.
    }
  }

  private static void sweep(FifoDirectory directory, Path file) throws InterruptedException {
    try {
      String name = file.getFileName().toString();
      if (ClientName.isOne(name) && isLeft(directory, name)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is gone, or is not a fifo.
    }
  }

  private static boolean isLeft(FifoDirectory directory, String name)
      throws IOException, InterruptedException {
    ClientName client = ClientName.of(name);
    if (client.isNeighbour()) {
      return !client.hasPid();
    } else if (client.isAnonymous()) {
      return !client.hasPid() && isOlder(directory.file(name), SILENCE);
    }
    String replies = ClientName.forReplies(name);
    return isOlder(directory.file(name), OPENING)
        && !(Files.exists(directory.file(replies))
            && FifoDirectory.isRead(directory.fifo(replies)));
  }

  /** Whether nothing was written into it for this long. */
  private static boolean isOlder(Path file, Duration age) throws IOException {
    Instant changed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    return changed.isBefore(Instant.now().minus(age));
  }
}
