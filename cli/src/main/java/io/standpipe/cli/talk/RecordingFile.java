package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of a record. It is opened before anything is started, for an error would come too late
 * otherwise; what was in it stays until something has. Safe from any thread.
 */
final class RecordingFile implements Closeable {
  private final Path path;
  private final FileChannel channel;

  /** Whether it is ours to take away again. */
  private boolean isNew;

  private @Nullable IOException failure;

  private RecordingFile(Path path, FileChannel channel, boolean isNew) {
    this.path = path;
    this.channel = channel;
    this.isNew = isNew;
  }

  /**
   * Opens it, or makes it.
   *
   * @param script what is played, which cannot be recorded to
   */
  static RecordingFile open(Path path, @Nullable Path script) throws IOException {
    try {
      boolean isNew = Files.notExists(path);
      if (!isNew && script != null && Files.exists(script) && Files.isSameFile(path, script)) {
        String line = "--script and --record: two files expected: " + path + " is both";
        throw new ExitException(ExitCode.USAGE, line, null);
      }
      return new RecordingFile(path, FileChannel.open(path, CREATE, WRITE), isNew);
    } catch (FileSystemException e) {
      String reason = ExitException.reason(e);
      String line = "open record " + path + ": " + reason + "; nothing was started";
      throw new ExitException(ExitCode.FAILED, line, e);
    }
  }

  /** From now on it is this record's. */
  synchronized void begin() {
    isNew = false;
    try {
      if (Files.isRegularFile(path)) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  synchronized void write(String text) {
    if (failure != null) {
      return;
    }
    ByteBuffer bytes = UTF_8.encode(text);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /**
   * The first failure is kept: it must not break the talk in the middle, and is told at its end.
   */
  private void fail(IOException e) {
    String line = "write record " + path + ": " + e.getMessage() + "; what came later is missing";
    failure = new ExitException(ExitCode.FAILED, line, e);
  }

  synchronized void throwIfFailed() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
    if (isNew) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
