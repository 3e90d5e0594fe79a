package io.standpipe.internal.verdict;

import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Excerpt;
import io.standpipe.internal.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Unflushed bytes in words. */
record UnflushedFinding(
    Severity severity, ProcessState process, int fd, OptionalInt bytes, Optional<String> text)
    implements Unflushed {
  private static final int MOST_SHOWN = 200;

  /** Masks secrets. */
  UnflushedFinding {
    text = text.map(Secrets::maskKnown);
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

  @Override
  public List<String> evidence() {
    var lines = new ArrayList<String>();
    String subject = bytes.isPresent() && bytes.getAsInt() == 1 ? "it is " : "they are ";
    text.ifPresent(t -> lines.add(subject + Excerpt.head(t, MOST_SHOWN)));
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
