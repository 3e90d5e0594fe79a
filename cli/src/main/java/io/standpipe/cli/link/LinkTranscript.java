package io.standpipe.cli.link;

import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.text.Printable;
import io.standpipe.cli.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is said, for people: a line for each line, or each message, {@code bc> 2}.
 *
 * <p>A line that has not ended is shown, and marked, when the other side speaks, when its speaker
 * pauses or ends, and when it grows too long to wait for: the missing newline is often just why two
 * programs wait for each other.
 */
final class LinkTranscript implements LinkMessageListener {
  /** Longer than a program that is at work takes between two pieces of a line. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final int LONGEST = 64 * 1024;
  private static final String NOT_ENDED = "[no newline]";
  private static final String PARTIAL = "[its end did not come]";
  private static final String NO_MESSAGE = "[no message]";
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

  /** Written to {@code out}; after such a pause a line that has not ended is shown. */
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
    showNow(speaker, Printable.bytes(message, message.length), whole ? "" : PARTIAL);
  }

  @Override
  public void malformed(LinkedProgram speaker, String why) throws IOException {
    showNow(speaker, Printable.text(why), NO_MESSAGE);
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

  /** Its newline has come. Alone, after the line was shown, it brings nothing new. */
  private void showEnded(StringBuilder text, LinkedProgram speaker, OpenLine line) {
    if (line.bytes.size() > 0 || !line.begun) {
      show(text, speaker, Printable.bytes(line.bytes.toByteArray(), line.bytes.size()), "");
    }
    line.bytes.reset();
    line.begun = false;
  }

  /** What is there of a line, but for a character whose rest is still to come. */
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
      show(text, speaker, Printable.bytes(all, length), NOT_ENDED);
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

  /** Each word of either side begins the pause anew. */
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
    } catch (IOException | InterruptedException e) {
      // Whoever speaks next finds that nobody reads this, and says so.
    } finally {
      lock.unlock();
    }
  }

  private boolean hasOpenLine() {
    return openLines.values().stream().anyMatch(line -> line.bytes.size() > 0);
  }

  /** Does not wait for a speaker whose words nobody reads. */
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
