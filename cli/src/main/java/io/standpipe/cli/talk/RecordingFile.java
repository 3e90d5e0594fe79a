package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.internal.file.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --record}. It is opened before the program is started, so that an error comes
 * in time, and leaves an older file as it is until the program has started. Safe from any thread.
 */
final class RecordingFile implements Closeable {
  private final Path path;
  private final PrivateFile file;
  private @Nullable IOException failure;

  private RecordingFile(Path path, PrivateFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a file that will take the place of an older one; only its owner may read it.
   *
   * @param script the script that is played, which must be another file
   */
  static RecordingFile open(Path path, @Nullable Path script) throws IOException {
    try {
      if (script != null
          && Files.exists(path)
          && Files.exists(script)
          && Files.isSameFile(path, script)) {
        String line = "--script and --record name the same file, " + path + "; give two files";
        throw new ExitException(ExitCode.USAGE, line, null);
      }
      return new RecordingFile(path, PrivateFile.open(path));
    } catch (FileSystemException e) {
      String reason = ExitException.reason(e);
      String line = "open record " + path + ": " + reason + "; nothing was started";
      throw new ExitException(ExitCode.FAILED, line, e);
    }
  }

  /** The program has started: the recording takes the place of an older one. */
  synchronized void begin() {
    try {
      file.publish();
    } catch (IOException e) {
      fail(e);
    }
  }

  synchronized void write(String text) {
    if (failure != null) {
      return;
    }
    try {
      file.write(UTF_8.encode(text));
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
    file.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
