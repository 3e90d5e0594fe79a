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
public final class Terms {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofMillis(100);
  private static final int UNDER_WAY = 1024;
  private static final int BUFFER_LIMIT = 1 << 20;

  private Framing framing;
  private Duration limit = LIMIT;
  private @Nullable Duration overall;
  private Duration settling = SETTLING;
  private int underWay = UNDER_WAY;
  private int bufferLimit = BUFFER_LIMIT;
  private int transcriptLimit;
  private List<String> secrets = List.of();
  private List<Tap> taps = List.of();
  private @Nullable Keys keys;

  private Terms(Framing framing) {
    this.framing = framing;
  }

  /** A copy to change one thing in, before anybody else sees it. */
  private Terms copy() {
    var copy = new Terms(framing);
    copy.limit = limit;
    copy.overall = overall;
    copy.settling = settling;
    copy.underWay = underWay;
    copy.bufferLimit = bufferLimit;
    copy.transcriptLimit = transcriptLimit;
    copy.secrets = secrets;
    copy.taps = taps;
    copy.keys = keys;
    return copy;
  }

  /** A message is a line, {@code \n} at its end. */
  public static Terms lines() {
    return of(Framing.lines());
  }

  /** A message is what {@code framing} says. */
  public static Terms of(Framing framing) {
    return new Terms(Objects.requireNonNull(framing, "framing"));
  }

  /** With this time for each call that is not given another: 30 s where nothing was said. */
  public Terms limit(Duration each) {
    Terms copy = copy();
    copy.limit = notNegative("each", each);
    return copy;
  }

  /**
   * With this time for the whole conversation, from its beginning: a call that is given more has
   * what is left of it, and when nothing is left no call begins.
   */
  public Terms overallLimit(Duration whole) {
    Terms copy = copy();
    copy.overall = notNegative("whole", whole);
    return copy;
  }

  /**
   * With this silence of the other side after which {@link Conversation#expect} takes a match that
   * more text could still change: 100 ms where nothing was said. See {@link Cue}.
   */
  public Terms settling(Duration silence) {
    Terms copy = copy();
    copy.settling = notNegative("silence", silence);
    return copy;
  }

  /**
   * With so many questions at most that wait for an answer at the same time: 1024 where nothing was
   * said. One more waits until there is room.
   */
  public Terms underWay(int most) {
    checkPositive("most", most);
    Terms copy = copy();
    copy.underWay = most;
    return copy;
  }

  /**
   * With so many characters at most that {@link Conversation#expect} looks through, and that an
   * answer of several messages may have: 1,048,576 where nothing was said. Beyond that it is an
   * error. A single message is limited by its framing.
   */
  public Terms bufferLimit(int characters) {
    checkPositive("characters", characters);
    Terms copy = copy();
    copy.bufferLimit = characters;
    return copy;
  }

  /**
   * With a transcript, of which the last {@code characters} are kept, with what the entries cost
   * beside their texts. Where nothing was said none is kept.
   */
  public Terms transcript(int characters) {
    checkPositive("characters", characters);
    Terms copy = copy();
    copy.transcriptLimit = characters;
    return copy;
  }

  /**
   * With a text that is shown as {@code ***} in transcripts and errors, the diagnosis of a late
   * answer included, and to listeners. (A {@link io.standpipe.framing.FrameException} has the
   * offending bytes as they came.)
   */
  public Terms secret(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a secret of at least one character expected");
    }
    Terms copy = copy();
    copy.secrets = Stream.concat(secrets.stream(), Stream.of(secret)).toList();
    return copy;
  }

  /** With a listener more. */
  public Terms tap(Tap listener) {
    Terms copy = copy();
    copy.taps = Stream.concat(taps.stream(), Stream.of(listener)).toList();
    return copy;
  }

  /**
   * With answers that are told by a key, not by their order. All that comes is then read at once,
   * by a thread that is there for that: an answer goes to its question, anything else to {@link
   * Keys#unasked}; {@link Conversation#receive} and {@link Conversation#expect} have nothing left
   * to take.
   */
  public Terms answersByKey(Keys by) {
    Terms copy = copy();
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

  Duration settling() {
    return settling;
  }

  int underWay() {
    return underWay;
  }

  int bufferLimit() {
    return bufferLimit;
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

  @Nullable Keys keys() {
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
