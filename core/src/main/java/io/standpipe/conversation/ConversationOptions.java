package io.standpipe.conversation;

import io.standpipe.framing.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation is held: what a message is, how long an answer may take, how much is kept.
 * Immutable, safe from any thread.
 *
 * <p>{@link #lines} are the terms where nothing else is said, {@link #of} those for other messages.
 */
public final class ConversationOptions {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofMillis(100);
  private static final int UNDER_WAY = 1024;
  private static final int BUFFER_LIMIT = 1 << 20;

  private Framing framing;
  private Duration limit = LIMIT;
  private @Nullable Duration overall;
  private Duration quietPeriod = SETTLING;
  private int maxInFlight = UNDER_WAY;
  private int maxChars = BUFFER_LIMIT;
  private int transcriptLimit;
  private List<String> secrets = List.of();
  private List<Tap> taps = List.of();
  private @Nullable ReplyMatcher keys;

  private ConversationOptions(Framing framing) {
    this.framing = framing;
  }

  /** A copy to change one thing in, before anybody else sees it. */
  private ConversationOptions copy() {
    var copy = new ConversationOptions(framing);
    copy.limit = limit;
    copy.overall = overall;
    copy.quietPeriod = quietPeriod;
    copy.maxInFlight = maxInFlight;
    copy.maxChars = maxChars;
    copy.transcriptLimit = transcriptLimit;
    copy.secrets = secrets;
    copy.taps = taps;
    copy.keys = keys;
    return copy;
  }

  /** A message is a line, {@code \n} at its end. */
  public static ConversationOptions lines() {
    return of(Framing.lines());
  }

  /** A message is what {@code framing} says. */
  public static ConversationOptions of(Framing framing) {
    return new ConversationOptions(Objects.requireNonNull(framing, "framing"));
  }

  /** With this time for each call that is not given another: 30 s where nothing was said. */
  public ConversationOptions limit(Duration each) {
    ConversationOptions copy = copy();
    copy.limit = notNegative("each", each);
    return copy;
  }

  /**
   * With this time for the whole conversation, from its beginning: a call that is given more has
   * what is left of it, and when nothing is left no call begins.
   */
  public ConversationOptions overallLimit(Duration whole) {
    ConversationOptions copy = copy();
    copy.overall = notNegative("whole", whole);
    return copy;
  }

  /**
   * With this silence of the other side after which {@link Conversation#expect} takes a match that
   * more text could still change: 100 ms where nothing was said. See {@link Expected}.
   */
  public ConversationOptions quietPeriod(Duration silence) {
    ConversationOptions copy = copy();
    copy.quietPeriod = notNegative("silence", silence);
    return copy;
  }

  /**
   * With so many questions at most that wait for an answer at the same time: 1024 where nothing was
   * said. One more waits until there is room.
   */
  public ConversationOptions maxInFlight(int most) {
    checkPositive("most", most);
    ConversationOptions copy = copy();
    copy.maxInFlight = most;
    return copy;
  }

  /**
   * With so many characters at most that {@link Conversation#expect} looks through, and that an
   * answer of several messages may have: 1,048,576 where nothing was said. Beyond that it is an
   * error. A single message is limited by its framing.
   */
  public ConversationOptions maxChars(int characters) {
    checkPositive("characters", characters);
    ConversationOptions copy = copy();
    copy.maxChars = characters;
    return copy;
  }

  /**
   * With a transcript, of which the last {@code characters} are kept, with what the entries cost
   * beside their texts. Where nothing was said none is kept.
   */
  public ConversationOptions transcript(int characters) {
    checkPositive("characters", characters);
    ConversationOptions copy = copy();
    copy.transcriptLimit = characters;
    return copy;
  }

  /**
   * With a text that is shown as {@code ***} in transcripts and errors, the diagnosis of a late
   * answer included, and to listeners. (A {@link io.standpipe.framing.FrameException} has the
   * offending bytes as they came.)
   */
  public ConversationOptions secret(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a secret of at least one character expected");
    }
    ConversationOptions copy = copy();
    copy.secrets = Stream.concat(secrets.stream(), Stream.of(secret)).toList();
    return copy;
  }

  /** With a listener more. */
  public ConversationOptions tap(Tap listener) {
    ConversationOptions copy = copy();
    copy.taps = Stream.concat(taps.stream(), Stream.of(listener)).toList();
    return copy;
  }

  /**
   * With answers that are told by a key, not by their order. All that comes is then read at once,
   * by a thread that is there for that: an answer goes to its question, anything else to {@link
   * ReplyMatcher#unasked}; {@link Conversation#receive} and {@link Conversation#expect} have
   * nothing left to take.
   */
  public ConversationOptions answersByKey(ReplyMatcher by) {
    ConversationOptions copy = copy();
    copy.keys = Objects.requireNonNull(by, "by");
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

  Optional<Duration> overall() {
    return Optional.ofNullable(overall);
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

  int transcriptLimit() {
    return transcriptLimit;
  }

  List<String> secrets() {
    return secrets;
  }

  List<Tap> taps() {
    return taps;
  }

  @Nullable ReplyMatcher keys() {
    return keys;
  }

  /** {@code lines, at most 30s an answer}. */
  @Override
  public String toString() {
    long seconds = limit.toSeconds();
    String most = seconds < 1_000_000 ? limit.toMillis() + " ms" : seconds + " s";
    return framing + ", at most " + most + " an answer";
  }
}
