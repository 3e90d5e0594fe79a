package io.standpipe.conversation;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Which side said what, and when. As text it is a file that {@link Script} plays:
 *
 * <pre>
 * # 2026-03-01T12:00:00Z
 * # +0.001
 * &gt; 6 * 7
 * # +0.003
 * &lt; 42
 * </pre>
 *
 * {@code >} begins what was sent, {@code <} what came; {@code >|} and {@code <|} begin further
 * lines of the same message. A message that reads like a pattern, {@code /…/}, is written as the
 * pattern that matches only this message. Times are comments, in seconds since the beginning.
 * Immutable, safe from any thread.
 */
@CheckReturnValue
public final class Transcript {
  private final TranscriptText content;

  Transcript(Instant began, List<TranscriptEntry> entries, long dropped) {
    this(new TranscriptText(began, entries, dropped));
  }

  private Transcript(TranscriptText content) {
    this.content = content;
  }

  /** Makes a transcript of these entries, in their order; for tools that record by themselves. */
  public static Transcript of(Instant began, List<TranscriptEntry> entries) {
    return new Transcript(began, List.copyOf(entries), 0);
  }

  /** When the conversation began. */
  public Instant began() {
    return content.began();
  }

  /** What was said, in order. */
  public List<TranscriptEntry> entries() {
    return content.entries();
  }

  /** How many earlier entries were discarded because of the limit. */
  public long dropped() {
    return content.dropped();
  }

  /** What one side said, in order. */
  public List<String> said(Direction by) {
    return entries().stream()
        .filter(entry -> entry.direction() == by)
        .map(TranscriptEntry::text)
        .toList();
  }

  /** The transcript as a script, without times. */
  public String text() {
    return content.plain();
  }

  /** The transcript as a script with times, which {@link #parse} reads. */
  public String timedText() {
    return content.timed();
  }

  /**
   * Writes {@link #timedText} to a file, in UTF-8. Only its owner may read it, and it takes the
   * place of an older file at once: another process sees the old one or the new one, whole. What is
   * no regular file, such as {@code /dev/stdout} or a fifo, is written to as it is.
   *
   * @throws java.nio.file.FileSystemException also if the path leads through a symbolic link of
   *     another user, who could make it write anywhere. Links of this user and of root are
   *     followed.
   */
  public void save(Path file) throws IOException {
    PrivateFile.write(file, timedText());
  }

  /**
   * Reads what {@link #text} or {@link #timedText} wrote.
   *
   * @throws IllegalArgumentException for a line that does not belong to a transcript, with its
   *     number
   */
  public static Transcript parse(String text) {
    return new Transcript(TranscriptText.parse(text));
  }

  /** Reads a file that {@link #save} wrote. */
  public static Transcript load(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** Two transcripts are equal if their beginning, entries and dropped entries are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Transcript that && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return content.hashCode();
  }

  /** {@link #text}. */
  @Override
  public String toString() {
    return text();
  }
}
