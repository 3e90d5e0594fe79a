package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.text.Printable;
import io.standpipe.cli.text.Utf8;
import io.standpipe.conversation.Direction;
import io.standpipe.conversation.Transcript;
import io.standpipe.conversation.TranscriptEntry;
import io.standpipe.framing.FrameException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What is said in a talk, written to a file that {@code --script} plays: each message is in the
 * file when it is sent, or shown. Safe from any thread.
 */
final class TalkRecorder implements Closeable {
  private final @Nullable RecordingFile file;
  private final Instant began = Instant.now();
  private final AtomicBoolean inexact = new AtomicBoolean();

  private TalkRecorder(@Nullable RecordingFile file) {
    this.file = file;
  }

  /**
   * Opens the file; records nothing where there is none.
   *
   * @param script what is played
   */
  static TalkRecorder of(@Nullable Path file, @Nullable Path script) throws IOException {
    return new TalkRecorder(file == null ? null : RecordingFile.open(file, script));
  }

  /** What was started, and when, as comments. */
  void started(Child child) {
    if (file != null) {
      file.begin();
      file.write("# " + began + "\n# " + BufferingOption.describe(child) + "\n");
    }
  }

  /** To the program. */
  void said(byte[] message) {
    said(Direction.SENT, message);
  }

  /** By the program: what it says to {@code audience} is written down. */
  MessageHandler recording(MessageHandler audience) {
    return file == null ? audience : new Recorded(audience);
  }

  private final class Recorded implements MessageHandler {
    private final MessageHandler audience;

    Recorded(MessageHandler audience) {
      this.audience = audience;
    }

    @Override
    public void message(byte[] message, boolean whole) throws IOException {
      said(Direction.RECEIVED, message);
      audience.message(message, whole);
    }

    @Override
    public void flush(byte[] begun) throws IOException {
      audience.flush(begun);
    }

    @Override
    public void malformed(FrameException why) throws IOException {
      write("# no message: " + Printable.text(String.valueOf(why.getMessage())) + "\n");
      audience.malformed(why);
    }
  }

  /** A record is text: what is none is not in it as it was, and the person is told. */
  private void said(Direction direction, byte[] message) {
    if (file == null) {
      return;
    }
    Optional<String> text = Utf8.decode(message);
    if (text.isEmpty()) {
      write("# the next message is not UTF-8: this is not quite what was said\n");
      if (inexact.compareAndSet(false, true)) {
        StandardOutput.warn("record " + file + ": a message is not UTF-8, its record not exact");
      }
    }
    said(direction, text.orElseGet(() -> new String(message, UTF_8)));
  }

  /** By one of the two. */
  void said(Direction direction, String text) {
    var entry = new TranscriptEntry(Duration.ZERO, direction, text);
    write(Transcript.of(began, List.of(entry)).text());
  }

  private void write(String text) {
    if (file != null) {
      file.write(text);
    }
  }

  void throwIfFailed() throws IOException {
    if (file != null) {
      file.throwIfFailed();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
