package io.standpipe.conversation;

import io.standpipe.conversation.Transcript.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Keeps the last of what is said, up to a limit, and tells the listeners. Under its monitor, for
 * one thread may send while another receives.
 */
final class Recorder {
  /** What an entry costs beside its text, about. */
  private static final int ENTRY = 64;

  private final Secrets secrets;
  private final List<Tap> taps;
  private final int limit;
  private final Instant began = Instant.now();
  private final long beganNanos = System.nanoTime();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long size;
  private long dropped;

  Recorder(ConversationOptions terms, Secrets secrets) {
    this.secrets = secrets;
    this.taps = terms.taps();
    this.limit = terms.transcriptLimit();
  }

  /** Whether anybody wants to know: texts need not be made otherwise. */
  boolean isOn() {
    return limit > 0 || !taps.isEmpty();
  }

  /** One message. */
  synchronized void said(Direction direction, String message) {
    if (!isOn()) {
      return;
    }
    String text = secrets.mask(message);
    if (limit > 0) {
      keep(new Entry(Duration.ofNanos(System.nanoTime() - beganNanos), direction, text));
    }
    taps.forEach(tap -> ListenerCalls.tell(() -> tap.said(direction, text)));
  }

  /** Text that is no message: line by line. */
  void saidText(Direction direction, String text) {
    if (isOn() && !text.isEmpty()) {
      String masked = secrets.mask(text); // before it is cut: a secret may be of several lines
      masked.lines().forEach(line -> said(direction, line));
    }
  }

  private void keep(Entry entry) {
    entries.add(entry);
    size += entry.text().length() + ENTRY;
    while (size > limit) {
      size -= entries.remove().text().length() + ENTRY;
      dropped++;
    }
  }

  synchronized Transcript transcript() {
    return new Transcript(began, List.copyOf(entries), dropped);
  }
}
