package io.standpipe.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.standpipe.internal.proc.ProcFiles;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written for the user, who may be talking about secrets: a log, a recording, a
 * page.
 *
 * <ul>
 *   <li>It is new, and only its owner may read it, whatever the umask and whatever was there.
 *   <li>It takes the place of what was there at once, by {@link #publish}: another process sees the
 *       old file or the new one. Until then nothing has changed.
 *   <li>It is not written through a symbolic link of another user ({@link TrustedPath}), nor into
 *       another user's file, fifo or device.
 *   <li>What is no regular file is written to as it is: {@code /dev/stdout}, {@code /dev/null}, a
 *       terminal, a fifo.
 * </ul>
 *
 * <p>Where the folder takes no new file, or the file cannot be replaced because it is a mount
 * point, a regular file of this user is emptied and written in place. For one thread at a time.
 */
public final class PrivateFile implements Closeable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NAME_BYTES = 8;

  private final Path target;
  private WritableByteChannel channel;

  /** The new file under its first name; null if it has its last one, or is written in place. */
  private @Nullable Path temporary;

  /** Whether {@link #publish} empties the file. */
  private final boolean inPlace;

  private PrivateFile(
      Path target, WritableByteChannel channel, @Nullable Path temporary, boolean inPlace) {
    this.target = target;
    this.channel = channel;
    this.temporary = temporary;
    this.inPlace = inPlace;
  }

  /**
   * Opens it, so that an error comes before anything is done. Blocks for a fifo until some process
   * reads it.
   *
   * @throws FileSystemException naming this path
   */
  public static PrivateFile open(Path path) throws IOException {
    Path target = TrustedPath.resolve(path);
    FileDescriptor standard = standardStream(target);
    if (standard != null) {
      return new PrivateFile(target, shared(standard), null, false);
    }
    if (ProcFiles.isDescriptor(target)) {
      return new PrivateFile(target, FileChannel.open(target, WRITE), null, false);
    }
    if (!Files.exists(target, NOFOLLOW_LINKS) || Files.isRegularFile(target, NOFOLLOW_LINKS)) {
      return openNew(path, target);
    }
    if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    requireTrusted(path, target);
    return new PrivateFile(target, FileChannel.open(target, WRITE, NOFOLLOW_LINKS), null, false);
  }

  /** Writes a whole text. */
  public static void write(Path path, String text) throws IOException {
    try (PrivateFile file = open(path)) {
      file.write(UTF_8.encode(text));
      file.publish();
    }
  }

  private static @Nullable FileDescriptor standardStream(Path target) {
    return switch (ProcFiles.ownDescriptor(target).orElse(-1)) {
      case 1 -> FileDescriptor.out;
      case 2 -> FileDescriptor.err;
      default -> null;
    };
  }

  /**
   * The stream itself: what else is written there shares its place in a file, which a second
   * opening would not. Never closed, not even by an interrupt.
   */
  private static WritableByteChannel shared(FileDescriptor standard) {
    return Channels.newChannel(
        new FilterOutputStream(new FileOutputStream(standard)) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
          }

          @Override
          public void close() {}
        });
  }

  private static PrivateFile openNew(Path path, Path target) throws IOException {
    byte[] random = new byte[NAME_BYTES];
    RANDOM.nextBytes(random);
    Path temporary =
        target.resolveSibling(".standpipe-" + HexFormat.of().formatHex(random) + ".tmp");
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      FileChannel channel = FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), ownerOnly);
      return new PrivateFile(target, channel, temporary, false);
    } catch (FileSystemException e) {
      if (Files.isRegularFile(target, NOFOLLOW_LINKS)) {
        requireTrusted(path, target);
        FileChannel existing = FileChannel.open(target, WRITE, NOFOLLOW_LINKS);
        return new PrivateFile(target, existing, null, true);
      }
      throw named(path, e);
    }
  }

  /** The user knows the path, and not our first name for the file. */
  private static FileSystemException named(Path path, FileSystemException e) {
    String name = path.toString();
    return switch (e) {
      case AccessDeniedException denied -> new AccessDeniedException(name);
      case NoSuchFileException missing -> new NoSuchFileException(name);
      default -> new FileSystemException(name, null, e.getReason());
    };
  }

  private static void requireTrusted(Path path, Path target) throws IOException {
    if (!TrustedPath.isTrusted(target)) {
      throw new FileSystemException(
          path.toString(),
          null,
          "it belongs to another user (" + TrustedPath.owner(target) + "), who may read it");
    }
  }

  /** Writes all of it. */
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** A stream that writes to it. Closing the stream closes the file. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        PrivateFile.this.write(ByteBuffer.wrap(new byte[] {(byte) b}));
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        PrivateFile.this.write(ByteBuffer.wrap(bytes, offset, length));
      }

      @Override
      public void close() throws IOException {
        PrivateFile.this.close();
      }
    };
  }

  /** Puts it in the place of what was there, with what has been written so far. */
  public void publish() throws IOException {
    Path first = temporary;
    if (first == null) {
      if (inPlace && channel instanceof FileChannel file) {
        file.truncate(0);
      }
      return;
    }
    try {
      Files.move(first, target, ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isRegularFile(target, NOFOLLOW_LINKS) || !TrustedPath.isTrusted(target)) {
        throw named(target, e);
      }
      writeInPlace(first);
    }
    temporary = null;
  }

  private void writeInPlace(Path first) throws IOException {
    channel.close();
    FileChannel inPlace = FileChannel.open(target, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
    channel = inPlace;
    try (FileChannel written = FileChannel.open(first, READ)) {
      long size = written.size();
      for (long at = 0; at < size; ) {
        at += written.transferTo(at, size - at, inPlace);
      }
    }
    Files.delete(first);
  }

  /** Closes it. If it was not published, there is no trace of it. */
  @Override
  public void close() throws IOException {
    channel.close();
    Path first = temporary;
    if (first != null) {
      temporary = null;
      Files.deleteIfExists(first);
    }
  }
}
