package io.standpipe.kafka.internal.bridge;

import io.standpipe.Fifo;
import io.standpipe.PipeWriter;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A path at which each session has a fifo of its own. Once a reader has it open, another fifo is
 * put in its place, for the next session.
 *
 * <p>With one fifo for all sessions, three things would go wrong. A reader that is not yet awake
 * when the next session opens the fifo for writing never sees the end of its own: the kernel shows
 * it only while there is no writer. A reader that comes when another has just left in the middle
 * would get the rest, and take it for a whole. And what the one had not read would stand in front
 * of what the next gets. A fifo of which the last writer has closed is never written to again, so
 * none of it can happen.
 */
final class SessionFifo {
  private final Path path;

  private SessionFifo(Path path) {
    this.path = path;
  }

  /** Makes the fifo if there is none. The folder must be writable, for those that follow. */
  static SessionFifo at(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Fifo.createIfAbsent(absolute);
    Path folder = Objects.requireNonNull(absolute.getParent());
    if (!Files.isWritable(folder)) {
      throw new IOException(
          "write sessions into fifo %s: its folder is not writable, and each session needs a fifo of its own; use a folder of your own"
              .formatted(path));
    }
    return new SessionFifo(absolute);
  }

  /** Waits until a reader has it open. An interrupt ends the wait. */
  PipeWriter openWriter() throws IOException, InterruptedException {
    @Nullable Object before = identity();
    if (before == null) {
      Fifo.createIfAbsent(path); // it was removed
      before = identity();
    }
    PipeWriter writer = Fifo.at(path).openWriter();
    boolean ready = false;
    try {
      // If another fifo was put there meanwhile, it is not ours to replace, and it is not known
      // which of them is open. Both are right for this session.
      if (before != null && before.equals(identity())) {
        replace();
      }
      ready = true;
      return writer;
    } finally {
      if (!ready) {
        writer.close();
      }
    }
  }

  /** Device and inode; null if nothing is there. */
  private @Nullable Object identity() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void replace() throws IOException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path next = path.resolveSibling("." + path.getFileName() + "." + suffix);
    Fifo made = Fifo.create(next, permissions);
    boolean moved = false;
    try {
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("put the next fifo at " + path, e);
    } finally {
      if (!moved) {
        made.delete();
      }
    }
  }

  /** {@code fifo /run/x}. */
  @Override
  public String toString() {
    return Fifo.at(path).toString();
  }
}
