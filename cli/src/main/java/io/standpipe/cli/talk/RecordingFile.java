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
 * The file of {@code --record}. It is opened before the program is started, so that an error comes
 * in time, and keeps its old content until the program has started. Safe from any thread.
 */
final class RecordingFile implements Closeable {
  private final Path path;
  private final FileChannel channel;

  /** Whether we created the file and nothing is recorded yet, so that close deletes it. */
  private boolean isNew;

  private @Nullable IOException failure;

  private RecordingFile(Path path, FileChannel channel, boolean isNew) {
    this.path = path;
    this.channel = channel;
    this.isNew = isNew;
  }

  /**
   * Opens the file, or creates it.
   *
   * @param script the script that is played, which must be another file
   */
  static RecordingFile open(Path path, @Nullable Path script) throws IOException {
    try {
      boolean isNew = Files.notExists(path);
      if (!isNew && script != null && Files.exists(script) && Files.isSameFile(path, script)) {
        String line = "--script and --record name the same file, " + path + "; give two files";
        throw new ExitException(ExitCode.USAGE, line, null);
      }
      return new RecordingFile(path, FileChannel.open(path, CREATE, WRITE), isNew);
    } catch (FileSystemException e) {
      String reason = ExitException.reason(e);
      String line = "open record " + path + ": " + reason + "; nothing was started";
      throw new ExitException(ExitCode.FAILED, line, e);
    }
  }

  /** Empties the file: the program has started. */
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

  /** Keeps the first failure for the end of the talk, which it must not interrupt. */
  private void fail(IOException e) {
    String line = "write record " + path + ": " + e.getMessage() + "; the recording ends there";
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
