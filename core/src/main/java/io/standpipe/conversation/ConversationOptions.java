package io.standpipe.conversation;

import io.standpipe.framing.Framing;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation is held: what a message is, how long an answer may take, how much is kept.
 * Immutable, safe from any thread; each setter returns a copy with the change.
 *
 * <p>Start with {@link #lines}, or with {@link #of} for other messages.
 */
@CheckReturnValue
public final class ConversationOptions {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration QUIET_PERIOD = Duration.ofMillis(100);
  private static final int MAX_IN_FLIGHT = 1024;
  private static final int MAX_CHARS = 1 << 20;

  private final Framing framing;
  private Duration limit = LIMIT;
  private @Nullable Duration overallLimit;
  private Duration quietPeriod = QUIET_PERIOD;
  private int maxInFlight = MAX_IN_FLIGHT;
  private int maxChars = MAX_CHARS;
  private int maxTranscriptChars;
  private List<String> secrets = List.of();
  private List<BiConsumer<Direction, String>> listeners = List.of();
  private Answers answers = Answers.one();

  private ConversationOptions(Framing framing) {
    this.framing = framing;
  }

  /** A copy in which one thing is changed before any other code sees it. */
  private ConversationOptions copy() {
    var copy = new ConversationOptions(framing);
    copy.limit = limit;
    copy.overallLimit = overallLimit;
    copy.quietPeriod = quietPeriod;
    copy.maxInFlight = maxInFlight;
    copy.maxChars = maxChars;
    copy.maxTranscriptChars = maxTranscriptChars;
    copy.secrets = secrets;
    copy.listeners = listeners;
    copy.answers = answers;
    return copy;
  }

  /** A message is a line that ends with {@code \n}. */
  public static ConversationOptions lines() {
    return of(Framing.lines());
  }

  /** A message is what {@code framing} defines. */
  public static ConversationOptions of(Framing framing) {
    return new ConversationOptions(Objects.requireNonNull(framing, "framing"));
  }

  /** Limits each call that is not given a limit of its own; default 30 s. */
  public ConversationOptions limit(Duration each) {
    ConversationOptions copy = copy();
    copy.limit = notNegative("each", each);
    return copy;
  }

  /**
   * Limits the whole conversation, from its beginning: a call that is given more has what is left,
   * and when nothing is left, no call begins. No such limit by default.
   */
  public ConversationOptions overallLimit(Duration whole) {
    ConversationOptions copy = copy();
    copy.overallLimit = notNegative("whole", whole);
    return copy;
  }

  /**
   * Sets how long the other side has to be silent before {@link Conversation#expect(Expected...)}
   * takes a match that more text could still change; default 100 ms. See {@link Expected}.
   */
  public ConversationOptions quietPeriod(Duration silence) {
    ConversationOptions copy = copy();
    copy.quietPeriod = notNegative("silence", silence);
    return copy;
  }

  /**
   * Limits the number of unanswered questions; default 1024. A call that asks one more blocks until
   * there is room.
   */
  public ConversationOptions maxInFlight(int questions) {
    checkPositive("questions", questions);
    ConversationOptions copy = copy();
    copy.maxInFlight = questions;
    return copy;
  }

  /**
   * Limits the characters that {@link Conversation#expect(Expected...)} looks through, and the
   * characters of an answer of several messages; default 1,048,576. More is an error. The length of
   * a single message is limited by the framing.
   */
  public ConversationOptions maxChars(int chars) {
    checkPositive("chars", chars);
    ConversationOptions copy = copy();
    copy.maxChars = chars;
    return copy;
  }

  /**
   * Keeps a transcript of the last {@code maxChars} characters, some 64 for each entry beside its
   * text included. By default there is none.
   */
  public ConversationOptions transcript(int maxChars) {
    checkPositive("maxChars", maxChars);
    ConversationOptions copy = copy();
    copy.maxTranscriptChars = maxChars;
    return copy;
  }

  /**
   * Masks one more text: transcripts, listeners and errors show it as {@code ***}, and so does each
   * diagnosis as long as this conversation is in use. It is masked whole: with another secret that
   * overlaps it; line by line if it has several lines, because messages are shown line by line; and
   * where a match, a call of {@link Conversation#write} or the end of what has come cuts it. There,
   * a text that could be a part of it is masked as well.
   *
   * <p>What a call returns is not masked, nor is data in an exception such as {@link
   * io.standpipe.framing.FrameException#bytes}.
   */
  public ConversationOptions secret(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a secret of at least one character expected");
    }
    ConversationOptions copy = copy();
    copy.secrets = Stream.concat(secrets.stream(), Stream.of(secret)).toList();
    return copy;
  }

  /**
   * Adds a listener for each message that is sent or received, with secrets masked. {@link
   * Conversation#write} and {@link Conversation#expect(Expected...)} do not deal in messages; their
   * text is reported line by line, received text up to each match.
   *
   * <p>The thread that sends or receives calls the listener and goes on when it returns: one call
   * at a time, in the order in which things were said. The listener must not use the conversation,
   * which is waiting for it. What it throws goes to the thread's uncaught exception handler and
   * changes nothing here.
   */
  public ConversationOptions onMessage(BiConsumer<Direction, String> listener) {
    Objects.requireNonNull(listener, "listener");
    ConversationOptions copy = copy();
    copy.listeners = Stream.concat(listeners.stream(), Stream.of(listener)).toList();
    return copy;
  }

  /**
   * Says where an answer ends; default {@link Answers#one}. An answer of several messages comes
   * from {@link Conversation#askAll}, and {@link Conversation#ask(String)} is refused.
   *
   * <p>With {@link Answers#key} everything that comes is read at once, by a thread that exists for
   * that: an answer goes to its question, any other message to {@link
   * ReplyMatcher#handleUnmatched}. {@link Conversation#receive()} and {@link
   * Conversation#expect(Expected...)} have nothing left to read and throw {@code
   * IllegalStateException}.
   */
  public ConversationOptions answers(Answers how) {
    ConversationOptions copy = copy();
    copy.answers = Objects.requireNonNull(how, "how");
    return copy;
  }

  private static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " ≥ 0 expected: " + value);
    }
    return value;
  }

  private static void checkPositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " ≥ 1 expected: " + value);
    }
  }

  Framing framing() {
    return framing;
  }

  Duration limit() {
    return limit;
  }

  Optional<Duration> overallLimit() {
    return Optional.ofNullable(overallLimit);
  }

  Duration quietPeriod() {
    return quietPeriod;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  int maxChars() {
    return maxChars;
  }

  /** 0 if no transcript is kept. */
  int maxTranscriptChars() {
    return maxTranscriptChars;
  }

  List<String> secrets() {
    return secrets;
  }

  List<BiConsumer<Direction, String>> listeners() {
    return listeners;
  }

  Answers answers() {
    return answers;
  }

  /** Null if answers come in the order of their questions. */
  @Nullable ReplyMatcher matcher() {
    return answers.matcher().orElse(null);
  }

  /** {@code lines, at most 30s an answer}. */
  @Override
  public String toString() {
    return framing + ", at most " + Durations.text(limit) + " an answer";
  }
}
