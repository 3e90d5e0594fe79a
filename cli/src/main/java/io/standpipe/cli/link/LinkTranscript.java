package io.standpipe.cli.link;

import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.text.Utf8;
import io.standpipe.internal.text.Escaping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows people what the programs of a link say, one line for each line or message: {@code bc> 2}.
 *
 * <p>A line that has not ended is shown, with a mark, when the other program speaks, when its own
 * speaker pauses or ends, and when it grows too long to wait for its end. The missing newline is
 * often the very reason why two programs wait for each other.
 */
final class LinkTranscript implements LinkMessageListener {
  /** Longer than a working program takes between two pieces of a line. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final int LONGEST = 64 * 1024;
  private static final String NOT_ENDED = "[no newline]";
  private static final String PARTIAL = "[cut off]";
  private static final String MALFORMED = "[not a message]";
  private static final String END = "[end of output]";

  private final StandardOutput out;
  private final boolean coloured;
  private final long pauseNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<LinkedProgram, OpenLine> openLines = new LinkedHashMap<>();
  private volatile boolean closed;

  /** What a speaker has said since its last newline. */
  private static final class OpenLine {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean begun;
  }

  private LinkTranscript(StandardOutput out, boolean coloured, Duration pause) {
    this.out = out;
    this.coloured = coloured;
    this.pauseNanos = pause.toNanos();
  }

  /**
   * Starts a transcript on {@code out}.
   *
   * @param pause how long both programs are silent before a line that has not ended is shown
   */
  static LinkTranscript start(StandardOutput out, boolean coloured, Duration pause) {
    var transcript = new LinkTranscript(out, coloured, pause);
    Thread.ofVirtual().name("standpipe-pauses").start(transcript::showPauses);
    return transcript;
  }

  @Override
  public void said(LinkedProgram speaker, byte[] bytes) throws IOException {
    lock.lock();
    try {
      var text = new StringBuilder();
      for (LinkedProgram other : openLines.keySet()) {
        if (!other.equals(speaker)) {
          showWholeCharacters(text, other);
        }
      }
      addLines(text, speaker, bytes);
      out.write(text.toString());
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void addLines(StringBuilder text, LinkedProgram speaker, byte[] bytes) {
    OpenLine line = openLines.computeIfAbsent(speaker, s -> new OpenLine());
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.bytes.write(bytes, start, i - start);
        showEnded(text, speaker, line);
        start = i + 1;
      }
    }
    line.bytes.write(bytes, start, bytes.length - start);
    if (line.bytes.size() >= LONGEST) {
      showWholeCharacters(text, speaker);
    }
  }

  @Override
  public void message(LinkedProgram speaker, byte[] message, boolean whole) throws IOException {
    showNow(speaker, Escaping.printable(message, message.length), whole ? "" : PARTIAL);
  }

  @Override
  public void malformed(LinkedProgram speaker, String why) throws IOException {
    showNow(speaker, Escaping.printable(why), MALFORMED);
  }

  private void showNow(LinkedProgram speaker, String said, String mark) throws IOException {
    lock.lock();
    try {
      var text = new StringBuilder();
      show(text, speaker, said, mark);
      out.write(text.toString());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void fellSilent(LinkedProgram speaker) throws IOException {
    lock.lock();
    try {
      var text = new StringBuilder();
      OpenLine line = openLines.remove(speaker);
      if (line != null) {
        showNotEnded(text, speaker, line, line.bytes.size());
      }
      show(text, speaker, "", END);
      out.write(text.toString());
    } finally {
      lock.unlock();
    }
  }

  /** The newline has come. If all of the line was shown before, it adds nothing to show. */
  private void showEnded(StringBuilder text, LinkedProgram speaker, OpenLine line) {
    if (line.bytes.size() > 0 || !line.begun) {
      show(text, speaker, Escaping.printable(line.bytes.toByteArray(), line.bytes.size()), "");
    }
    line.bytes.reset();
    line.begun = false;
  }

  /** Shows what has come of a line, except a character whose rest is still to come. */
  private void showWholeCharacters(StringBuilder text, LinkedProgram speaker) {
    OpenLine line = openLines.get(speaker);
    if (line != null) {
      int size = line.bytes.size();
      showNotEnded(text, speaker, line, size - Utf8.unfinished(line.bytes.toByteArray(), size));
    }
  }

  private void showNotEnded(StringBuilder text, LinkedProgram speaker, OpenLine line, int length) {
    if (length > 0) {
      byte[] all = line.bytes.toByteArray();
      show(text, speaker, Escaping.printable(all, length), NOT_ENDED);
      line.bytes.reset();
      line.bytes.write(all, length, all.length - length);
      line.begun = true;
    }
  }

  private void show(StringBuilder text, LinkedProgram speaker, String said, String mark) {
    String colour = speaker.side().equals("A") ? "36" : "33"; // cyan, yellow
    text.append(painted(speaker.label() + ">", colour)).append(' ').append(said);
    if (!mark.isEmpty()) {
      text.append(said.isEmpty() ? "" : " ").append(painted(mark, "2")); // faint
    }
    text.append('\n');
  }

  private String painted(String text, String colour) {
    return coloured ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }

  /** Shows open lines after each pause. Whatever either program says restarts the pause. */
  private void showPauses() {
    lock.lock();
    try {
      while (!closed) {
        if (!hasOpenLine()) {
          changed.await();
        } else if (changed.awaitNanos(pauseNanos) <= 0) {
          var text = new StringBuilder();
          openLines.keySet().forEach(speaker -> showWholeCharacters(text, speaker));
          out.write(text.toString());
        }
      }
    } catch (IOException | InterruptedException | OutOfMemoryError e) {
      // The next write to this transcript meets the same failure, and reports it; a line that has
      // not ended is then shown when it ends.
    } finally {
      lock.unlock();
    }
  }

  private boolean hasOpenLine() {
    return openLines.values().stream().anyMatch(line -> line.bytes.size() > 0);
  }

  /** Does not wait for a thread that is blocked in a write that no process reads. */
  @Override
  public void close() {
    closed = true;
    if (lock.tryLock()) {
      try {
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
