package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.text.Utf8;
import io.standpipe.conversation.Direction;
import io.standpipe.conversation.Transcript;
import io.standpipe.conversation.TranscriptEntry;
import io.standpipe.framing.FrameException;
import io.standpipe.internal.text.Escaping;
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
 * Writes all messages of a talk to a file that {@code --script} can play. A message is in the file
 * before it is sent or shown. Safe from any thread.
 */
final class TalkRecorder implements Closeable {
  private final @Nullable RecordingFile file;
  private final Instant began = Instant.now();
  private final AtomicBoolean inexact = new AtomicBoolean();

  /** What the program has written since the last end of a line. */
  private volatile String prompt = "";

  private TalkRecorder(@Nullable RecordingFile file) {
    this.file = file;
  }

  /**
   * Opens the file. Records nothing if {@code file} is null.
   *
   * @param script the script that is played, if any
   */
  static TalkRecorder of(@Nullable Path file, @Nullable Path script) throws IOException {
    return new TalkRecorder(file == null ? null : RecordingFile.open(file, script));
  }

  /** Writes the time and the program that was started, as comments. */
  void started(Child child) {
    if (file != null) {
      file.begin();
      file.write("# " + began + "\n# " + BufferingOption.describe(child) + "\n");
    }
  }

  /**
   * Records a message to the program.
   *
   * @param hidden whether it was typed without being shown, which makes it secret
   */
  void sent(byte[] message, boolean hidden) {
    if (hidden || SecretPrompt.asksForSecret(prompt)) {
      write("# the answer to a prompt for a secret is not recorded\n");
    } else {
      record(Direction.SENT, message);
    }
  }

  /** A handler that records each message from the program, then passes it to {@code handler}. */
  MessageHandler recording(MessageHandler handler) {
    return file == null ? handler : new RecordingHandler(handler);
  }

  private final class RecordingHandler implements MessageHandler {
    private final MessageHandler next;

    RecordingHandler(MessageHandler next) {
      this.next = next;
    }

    @Override
    public void message(byte[] message, boolean whole) throws IOException {
      record(Direction.RECEIVED, message);
      next.message(message, whole);
    }

    @Override
    public void flush(byte[] begun) throws IOException {
      prompt = new String(begun, UTF_8);
      next.flush(begun);
    }

    @Override
    public void malformed(FrameException why) throws IOException {
      write("# not a message: " + Escaping.printable(String.valueOf(why.getMessage())) + "\n");
      next.malformed(why);
    }
  }

  /** The file is text. A message that is not UTF-8 cannot stand in it exactly; the user is told. */
  private void record(Direction direction, byte[] message) {
    if (file == null) {
      return;
    }
    Optional<String> text = Utf8.decode(message);
    if (text.isEmpty()) {
      write("# the next message is not UTF-8; its recording is not exact\n");
      if (inexact.compareAndSet(false, true)) {
        StandardOutput.warn(
            "record " + file + ": a message is not UTF-8, so its recording is not exact");
      }
    }
    record(direction, text.orElseGet(() -> new String(message, UTF_8)));
  }

  /** Records a message in either direction. */
  void record(Direction direction, String text) {
    var entry = new TranscriptEntry(Duration.ZERO, direction, text);
    write(Transcript.of(began, List.of(entry)).text());
  }

  private void write(String text) {
    if (file != null) {
      file.write(text);
    }
  }

  /** Throws the first failure to write, if there was one. */
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
