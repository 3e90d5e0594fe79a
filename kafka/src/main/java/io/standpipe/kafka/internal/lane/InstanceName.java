package io.standpipe.kafka.internal.lane;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which of a group's workers this is. The transactional ids of its lanes contain the name: a worker
 * with the name of a dead one takes over its open transaction at once, instead of waiting for its
 * timeout, and two live workers with one name fence each other.
 *
 * <p>So a name is chosen that no other worker of this user on this machine has: the host's name and
 * the first number whose lock file is free. The kernel gives a lock back when its process ends,
 * however it ends. Where no lock file can be made, the name is a random one.
 */
final class InstanceName implements AutoCloseable {
  private static final int MOST = 1000;

  private final String name;
  private final @Nullable FileChannel lock;

  private InstanceName(String name, @Nullable FileChannel lock) {
    this.name = name;
    this.lock = lock;
  }

  /** The user has chosen it. */
  static InstanceName given(String name) {
    return new InstanceName(name, null);
  }

  /** Chooses one for this group, which is free again after {@link #close}. */
  static InstanceName choose(String group) {
    String host = host();
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    String hash = Integer.toHexString((group + "\0" + System.getProperty("user.name")).hashCode());
    for (int n = 0; n < MOST; n++) {
      try {
        FileChannel lock = tryLock(folder.resolve("standpipe-worker-" + hash + "-" + n + ".lock"));
        if (lock != null) {
          return new InstanceName(host + "-" + n, lock);
        }
      } catch (IOException e) {
        break; // another user's file, a full disk, a folder that is not writable
      }
    }
    return new InstanceName(host + "-" + UUID.randomUUID(), null);
  }

  private static @Nullable FileChannel tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another worker of this process has it.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"), UTF_8).strip();
    } catch (IOException e) {
      return "host";
    }
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        // Its process ends it.
      }
    }
  }
}
