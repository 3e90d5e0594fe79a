package io.standpipe.conversation;

import io.standpipe.internal.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Keeps the last of what is said, up to a limit, and tells the listeners. Works under its monitor,
 * because one thread may send while another receives.
 */
final class Recorder {
  /** Roughly what an entry costs beside its text. */
  private static final int ENTRY_CHARS = 64;

  private final Secrets secrets;
  private final List<BiConsumer<Direction, String>> listeners;
  private final int maxChars;
  private final Instant began = Instant.now();
  private final long beganNanos = System.nanoTime();
  private final ArrayDeque<TranscriptEntry> entries = new ArrayDeque<>();
  private long size;
  private long dropped;

  Recorder(ConversationOptions options, Secrets secrets) {
    this.secrets = secrets;
    this.listeners = options.listeners();
    this.maxChars = options.maxTranscriptChars();
  }

  /** Whether anything is recorded or listened to; if not, the caller need not decode texts. */
  boolean isOn() {
    return maxChars > 0 || !listeners.isEmpty();
  }

  /** Records one message. */
  synchronized void said(Direction direction, String message) {
    if (!isOn()) {
      return;
    }
    String text = secrets.mask(message);
    if (maxChars > 0) {
      keep(new TranscriptEntry(Duration.ofNanos(System.nanoTime() - beganNanos), direction, text));
    }
    listeners.forEach(listener -> ListenerCalls.run(() -> listener.accept(direction, text)));
  }

  /** Records text that is not a message, line by line. */
  void saidText(Direction direction, String text) {
    if (isOn() && !text.isEmpty()) {
      // Before it is cut into lines. A match, or a call of write, may have cut a secret already.
      String masked = secrets.maskPart(text);
      masked.lines().forEach(line -> said(direction, line));
    }
  }

  private void keep(TranscriptEntry entry) {
    entries.add(entry);
    size += entry.text().length() + ENTRY_CHARS;
    while (size > maxChars) {
      size -= entries.remove().text().length() + ENTRY_CHARS;
      dropped++;
    }
  }

  synchronized Transcript transcript() {
    return new Transcript(began, List.copyOf(entries), dropped);
  }
}
