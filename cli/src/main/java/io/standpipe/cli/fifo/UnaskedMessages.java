package io.standpipe.cli.fifo;

import io.standpipe.conversation.Conversation;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages that a program has written and no call has asked for: most often the rest of an answer
 * that has more messages than {@code --answers} says. They are taken out of the way, because the
 * next caller would get them.
 */
final class UnaskedMessages {
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final long LIMIT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SHOWN = 3;

  private final List<String> first = new ArrayList<>();
  private long count;

  private UnaskedMessages() {}

  /**
   * Takes what comes within {@code wait}. If that is something, it also takes what follows until
   * the program has been silent for a moment.
   *
   * @throws EndlessException if the program does not fall silent
   */
  static UnaskedMessages take(Conversation conversation, Duration wait) throws IOException {
    var messages = new UnaskedMessages();
    long start = System.nanoTime();
    Optional<String> next = next(conversation, wait);
    while (next.isPresent()) {
      messages.add(next.get());
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new EndlessException("writes messages without being asked: " + messages);
      }
      next = next(conversation, QUIET);
    }
    return messages;
  }

  /** The program does not fall silent. */
  static final class EndlessException extends IOException {
    private static final long serialVersionUID = 1;

    private EndlessException(String message) {
      super(message);
    }
  }

  private static Optional<String> next(Conversation conversation, Duration wait)
      throws IOException {
    try {
      return conversation.receive(wait);
    } catch (DeadlineExceededException e) {
      return Optional.empty();
    }
  }

  private void add(String message) {
    if (++count <= SHOWN) {
      first.add(message);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  long count() {
    return count;
  }

  /** The first of them, for a message to a person. */
  @Override
  public String toString() {
    String shown = Escaping.printable(String.join(" | ", first));
    return count > SHOWN ? shown + " | … (" + count + " messages)" : shown;
  }
}
