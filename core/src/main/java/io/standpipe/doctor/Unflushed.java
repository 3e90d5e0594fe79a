package io.standpipe.doctor;

import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a program has written stands in its own buffer, and not in the pipe, while it waits for
 * input: programs hold back what they print where that goes to no terminal.
 *
 * @param severity that of the deadlock that it makes; else information
 * @param process who holds it back
 * @param fd the descriptor that it would go to
 * @param bytes how many, where that was seen in the buffer of the C library; empty where it is
 *     inferred from what the program has read and written
 * @param text those bytes as text, the first few hundred; empty where they were not seen, or are
 *     not to be shown
 */
public record Unflushed(
    Severity severity, ProcessState process, int fd, OptionalInt bytes, Optional<String> text)
    implements Finding {
  private static final int MOST_SHOWN = 200;

  /** The same without the text: for eyes that it was not meant for. */
  public Unflushed withoutText() {
    return new Unflushed(severity, process, fd, bytes, Optional.empty());
  }

  /** The same with another text in place of its own. */
  Unflushed masking(UnaryOperator<String> mask) {
    return new Unflushed(severity, process, fd, bytes, text.map(mask));
  }

  @Override
  public Set<Long> pids() {
    return Set.of(process.pid());
  }

  @Override
  public String summary() {
    return bytes.isPresent()
        ? "%s has %s for descriptor %d, and waits for input"
            .formatted(
                process, Counts.count(bytes.getAsInt(), "unflushed byte", "unflushed bytes"), fd)
        : "%s probably holds back what it has written to descriptor %d, and waits for input"
            .formatted(process, fd);
  }

  private boolean isOneByte() {
    return bytes.isPresent() && bytes.getAsInt() == 1;
  }

  @Override
  public List<String> evidence() {
    var lines = new ArrayList<String>();
    text.ifPresent(
        t -> lines.add((isOneByte() ? "it is " : "they are ") + Excerpt.head(t, MOST_SHOWN)));
    if (bytes.isEmpty()) {
      lines.add(
          "it has read all of its input and has never written anything; its buffer cannot be looked"
              + " into");
    }
    return lines;
  }

  @Override
  public String remedy() {
    return "Let it flush after each message (fflush, flush=True, python3 -u), or start it with"
        + " stdbuf -oL, or at a pseudo-terminal.";
  }

  @Override
  public String toString() {
    return report();
  }
}
