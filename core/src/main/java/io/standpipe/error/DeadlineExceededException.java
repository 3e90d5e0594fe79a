package io.standpipe.error;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.text.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time given for something ran out. The message says for what, what the state was, and, in a
 * few words, what the doctor has found where that is a fault; {@link #diagnosis} tells it all.
 *
 * <p><b>The diagnosis is taken when the time runs out</b>, before anything is stopped or closed:
 * asked for later it would show the ruins. That takes some 20 ms on a desktop, 150 ms more where
 * something looks like a deadlock, and never over two seconds; the exception comes that much later.
 * It is there wherever a child, a pipeline, a link or a conversation has run out of time, and for a
 * read or write with a limit at an end of a child, unless that limit is under half a second, or
 * many such follow each other so fast that looking would take more than a tenth of the time:
 * whoever asks so often wants to know whether there is something, and not why there is nothing. It
 * is missing, too, where the doctor itself failed or took too long, at ends that belong to no
 * child, and in a copy that was serialized.
 */
public final class DeadlineExceededException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration limit;
  private final transient @Nullable Diagnosis diagnosis;

  /**
   * Without a diagnosis.
   *
   * @param tried what was tried, such as {@code read from stdout of bc}
   * @param limit the time that was given
   * @param state what the state was
   */
  public DeadlineExceededException(String tried, Duration limit, String state) {
    this(tried, limit, state, Optional.empty());
  }

  /**
   * With a diagnosis, whose {@link Diagnosis#summary} becomes part of the message.
   *
   * @param tried what was tried, such as {@code read from stdout of bc}
   * @param limit the time that was given
   * @param state what the state was
   * @param diagnosis what the doctor said when the time ran out
   */
  public DeadlineExceededException(
      String tried, Duration limit, String state, Optional<Diagnosis> diagnosis) {
    super(
        tried
            + " timed out after "
            + Durations.text(limit)
            + ": "
            + state
            + diagnosis.flatMap(Diagnosis::summary).map(found -> "; " + found).orElse(""));
    this.limit = limit;
    this.diagnosis = diagnosis.orElse(null);
  }

  /** The time that was given. */
  public Duration limit() {
    return limit;
  }

  /** Why nothing came, as far as it could be seen when the time ran out. */
  public Optional<Diagnosis> diagnosis() {
    return Optional.ofNullable(diagnosis);
  }
}
