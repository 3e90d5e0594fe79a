package io.standpipe.error;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.text.Durations;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time limit has passed. The message says what was tried, what the state was, and briefly what
 * the doctor found if that is a fault; {@link #diagnosis} has all of it.
 *
 * <p><b>The diagnosis is taken shortly before the time runs out</b>, beside the wait, and never
 * delays what happens then: the stop of a program, or this exception. It takes some 20 ms on a
 * desktop, 150 ms more if something looks like a deadlock, and longer in a JVM that has made none
 * yet. If the doctor has not finished by then, the message says so and there is no diagnosis: taken
 * later, it would describe the state after cleanup.
 *
 * <p>It is there when a child, a pipeline, a link or a conversation has run out of time, and for a
 * read or write with a limit at an end of a child. A read or write goes without for a limit under
 * half a second, and for limits that follow each other so fast that looking would take more than a
 * tenth of the time: a caller that polls wants to know whether there is something, not why there is
 * nothing. It is also missing if the doctor failed, at ends that belong to no child, and in a copy
 * that was serialized.
 */
public final class DeadlineExceededException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration limit;
  private final String state;
  private final transient @Nullable Diagnosis diagnosis;
  private final CapturedOutput captured;

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
   * @param diagnosis what the doctor said shortly before the time ran out
   */
  public DeadlineExceededException(
      String tried, Duration limit, String state, Optional<Diagnosis> diagnosis) {
    this(tried, limit, state, diagnosis, CapturedOutput.none());
  }

  /**
   * With what had come by then.
   *
   * @param tried what was tried, such as {@code run command ["make"]}
   * @param limit the time that was given
   * @param state what the state was
   * @param diagnosis what the doctor said when the time ran out
   * @param captured what had come
   */
  public DeadlineExceededException(
      String tried,
      Duration limit,
      String state,
      Optional<Diagnosis> diagnosis,
      CapturedOutput captured) {
    super(
        Escaping.printable(
            tried
                + " timed out after "
                + Durations.text(limit)
                + ": "
                + state
                + diagnosis.flatMap(Diagnosis::summary).map(found -> "; " + found).orElse("")));
    this.limit = limit;
    this.state = state;
    this.diagnosis = diagnosis.orElse(null);
    this.captured = captured;
  }

  /** The time that was given. */
  public Duration limit() {
    return limit;
  }

  /** What the state was when the time ran out, in words, and what was done about it. */
  public String state() {
    return state;
  }

  /** Why nothing came, as far as it could be seen shortly before the time ran out. */
  public Optional<Diagnosis> diagnosis() {
    return Optional.ofNullable(diagnosis);
  }

  /**
   * What had been captured of both streams when the time ran out or, if the program was stopped
   * then, until it had ended: from {@code read}, {@code readBytes} and {@code capture}; of a
   * pipeline, the standard error of all its programs, one after the other. From {@code
   * PipeReader.readAllBytes}, what it had read, as standard output. Nothing from {@code run} and
   * from a single read or write, which capture nothing.
   */
  public CapturedOutput captured() {
    return captured;
  }

  /**
   * What had come when the time ran out, as text. From a conversation: the last 8,192 characters of
   * what was received and not yet returned, with secrets masked. Otherwise the standard output in
   * {@link #captured}.
   */
  public String received() {
    return captured.outputText();
  }
}
