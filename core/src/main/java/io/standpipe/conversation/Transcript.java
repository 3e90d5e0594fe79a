package io.standpipe.conversation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who said what, and when. As text it is a file that {@link Script} plays:
 *
 * <pre>
 * # 2026-03-01T12:00:00Z
 * # +0.001
 * &gt; 6 * 7
 * # +0.003
 * &lt; 42
 * </pre>
 *
 * {@code >} is what was sent, {@code <} what came; {@code >|} and {@code <|} are further lines of
 * the same message. A message that reads like a pattern, {@code /…/}, is written as the pattern
 * that matches just it. Times are comments, in seconds since the beginning. Immutable.
 *
 * @param began when the conversation began
 * @param entries what was said, in order
 * @param dropped how many entries there were before these, given up because of the limit
 */
public record Transcript(Instant began, List<Entry> entries, long dropped) {
  /**
   * One message, or one line.
   *
   * @param at when, since the beginning
   * @param direction who said it
   * @param text what was said, without its delimiter, secrets masked
   */
  public record Entry(Duration at, Direction direction, String text) {}

  /** The list is copied. */
  public Transcript {
    entries = List.copyOf(entries);
  }

  /** As a script: what was said, without times. */
  public String text() {
    return TranscriptText.of(this, false);
  }

  /** As a script with times, which {@link #parse} understands. */
  public String timedText() {
    return TranscriptText.of(this, true);
  }

  /** Writes {@link #timedText} to a file, in UTF-8. */
  public void save(Path file) throws IOException {
    Files.writeString(file, timedText());
  }

  /**
   * Reads what {@link #text} or {@link #timedText} wrote.
   *
   * @throws IllegalArgumentException for a line that is none of a transcript, with its number
   */
  public static Transcript parse(String text) {
    return TranscriptText.parse(text);
  }

  /** Reads a file that {@link #save} wrote. */
  public static Transcript load(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** Only what one side said. */
  public List<String> said(Direction by) {
    List<String> texts = new ArrayList<>();
    entries.stream().filter(e -> e.direction() == by).forEach(e -> texts.add(e.text()));
    return texts;
  }

  /** {@link #text}. */
  @Override
  public String toString() {
    return text();
  }
}
