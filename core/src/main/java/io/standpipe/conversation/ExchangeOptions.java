package io.standpipe.conversation;

import static java.util.Objects.requireNonNull;

import io.standpipe.framing.Framing;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.text.Durations;
import java.time.Duration;

/**
 * How an {@link Exchange} is held: what a message and an answer are, how long an answer may take,
 * and how much may be in flight. Immutable, safe from any thread; each setter returns a copy with
 * the change.
 */
@CheckReturnValue
public final class ExchangeOptions {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_IN_FLIGHT = 1024;
  private static final long MAX_BYTES_IN_FLIGHT = 8 * 1024 * 1024;
  private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  private final Framing framing;
  private Answers answers = Answers.one();
  private Duration limit = LIMIT;
  private int maxInFlight = MAX_IN_FLIGHT;
  private long maxBytesInFlight = MAX_BYTES_IN_FLIGHT;
  private int maxAnswerBytes = MAX_ANSWER_BYTES;

  private ExchangeOptions(Framing framing) {
    this.framing = framing;
  }

  /** A copy in which one thing is changed before any other code sees it. */
  private ExchangeOptions copy() {
    var copy = new ExchangeOptions(framing);
    copy.answers = answers;
    copy.limit = limit;
    copy.maxInFlight = maxInFlight;
    copy.maxBytesInFlight = maxBytesInFlight;
    copy.maxAnswerBytes = maxAnswerBytes;
    return copy;
  }

  /**
   * A message is what {@code framing} defines, in both directions. Bytes of the program that the
   * framing does not allow end the exchange, even if the framing is {@link
   * Framing#resynchronizing}: no later answer could be told to belong to its question.
   */
  public static ExchangeOptions of(Framing framing) {
    return new ExchangeOptions(requireNonNull(framing, "framing"));
  }

  /**
   * Says which messages are an answer, and to which question; {@link Answers#one} by default. By
   * key, a question waits while another one with the same key is in flight, and a message that
   * answers no question in flight is dropped; {@link ReplyMatcher#handleUnmatched} is not called.
   */
  public ExchangeOptions answers(Answers how) {
    ExchangeOptions copy = copy();
    copy.answers = requireNonNull(how, "how");
    return copy;
  }

  /**
   * Limits the time for each answer; default 30 s. In the order of the questions, it counts from
   * the moment at which the question was sent or the previous answer came, whichever is later: a
   * program is not blamed for the questions that wait for it. By key, it counts from the sending,
   * and includes the time for which the question waits in the pipe.
   *
   * <p>If the program had to wait because no thread received, the limit begins anew when one does.
   */
  public ExchangeOptions limit(Duration each) {
    requireNonNull(each, "each");
    if (!each.isPositive()) {
      throw new IllegalArgumentException("each > 0 expected: " + each);
    }
    ExchangeOptions copy = copy();
    copy.limit = each;
    return copy;
  }

  /** Limits the number of unanswered questions; default 1024. */
  public ExchangeOptions maxInFlight(int questions) {
    checkPositive("questions", questions);
    ExchangeOptions copy = copy();
    copy.maxInFlight = questions;
    return copy;
  }

  /**
   * Limits the bytes of the unanswered questions together; default 8 MiB. A single question that
   * has more is sent alone.
   */
  public ExchangeOptions maxBytesInFlight(long bytes) {
    checkPositive("bytes", bytes);
    ExchangeOptions copy = copy();
    copy.maxBytesInFlight = bytes;
    return copy;
  }

  /**
   * Limits the bytes of an answer; default 64 MiB. From the second message on, each counts 32 bytes
   * more than it has, so that empty ones do not fill the memory either. The length of a single
   * message is also limited by the framing.
   */
  public ExchangeOptions maxAnswerBytes(int bytes) {
    checkPositive("bytes", bytes);
    ExchangeOptions copy = copy();
    copy.maxAnswerBytes = bytes;
    return copy;
  }

  private static void checkPositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " ≥ 1 expected: " + value);
    }
  }

  Framing framing() {
    return framing;
  }

  Answers answers() {
    return answers;
  }

  Duration limit() {
    return limit;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  long maxBytesInFlight() {
    return maxBytesInFlight;
  }

  int maxAnswerBytes() {
    return maxAnswerBytes;
  }

  /** {@code lines, answers one, 30s for each, at most 1024 questions in flight}. */
  @Override
  public String toString() {
    return "%s, answers %s, %s for each, at most %d questions in flight"
        .formatted(framing, answers, Durations.text(limit), maxInFlight);
  }
}
