package io.standpipe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.conversation.Direction;
import io.standpipe.conversation.Transcript;
import io.standpipe.conversation.Transcript.Entry;
import io.standpipe.framing.FrameException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a talk, written to a file that {@code --script} plays: each message is in the
 * file when it is sent, or shown. Safe from any thread.
 */
final class Recording implements Closeable {
  private static final Recording NONE = new Recording(null, OutputStream.nullOutputStream());

  private final @Nullable Path file;
  private final OutputStream out;
  private final Instant began = Instant.now();
  private @Nullable IOException failure;

  private Recording(@Nullable Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /** Makes the file, or empties it; records nothing where there is no file. */
  static Recording of(@Nullable Path file) throws IOException {
    if (file == null) {
      return NONE;
    }
    try {
      return new Recording(file, Files.newOutputStream(file));
    } catch (FileSystemException e) {
      String reason = CommandFailure.reason(e);
      String line = "open record " + file + ": " + reason + "; nothing was started";
      throw new CommandFailure(ExitCode.FAILED, line, e);
    }
  }

  /** What was started, and when, as comments. */
  void started(Child child) {
    write("# " + began + "\n# " + BufferingOption.line(child) + "\n");
  }

  /** To the program. */
  void said(byte[] message) {
    said(Direction.SENT, new String(message, UTF_8));
  }

  /** By the program: what it says to {@code audience} is written down. */
  Audience heardBy(Audience audience) {
    return file == null ? audience : new Recorded(audience);
  }

  private final class Recorded implements Audience {
    private final Audience audience;

    Recorded(Audience audience) {
      this.audience = audience;
    }

    @Override
    public void message(byte[] message, boolean whole) throws IOException {
      said(Direction.RECEIVED, new String(message, UTF_8));
      audience.message(message, whole);
    }

    @Override
    public void pause(byte[] begun) throws IOException {
      audience.pause(begun);
    }

    @Override
    public void noMessage(FrameException why) throws IOException {
      write("# no message: " + Printable.text(String.valueOf(why.getMessage())) + "\n");
      audience.noMessage(why);
    }
  }

  /** By one of the two. */
  void said(Direction direction, String text) {
    var entry = new Entry(Duration.ZERO, direction, text);
    write(new Transcript(began, List.of(entry), 0).text());
  }

  /**
   * The first failure is kept: it must not break the talk in the middle, and is told at its end.
   */
  private synchronized void write(String text) {
    try {
      if (failure == null) {
        out.write(text.getBytes(UTF_8));
      }
    } catch (IOException e) {
      String line = "write record " + file + ": " + e.getMessage() + "; what came later is missing";
      failure = new CommandFailure(ExitCode.FAILED, line, e);
    }
  }

  synchronized void throwIfFailed() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
