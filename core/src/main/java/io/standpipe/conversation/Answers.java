package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.text.Escaping;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a program shows that an answer is complete, and so which messages belong to which question.
 * Immutable, safe from any thread.
 *
 * <p>A {@link Conversation} takes it from {@link ConversationOptions#answers}, an {@link Exchange}
 * from {@link ExchangeOptions#answers}. Code that reads the messages itself collects those of one
 * answer in a list until {@link #isComplete}, and takes the {@link #content}.
 */
@CheckReturnValue
public final class Answers {
  private static final Answers ONE = new Answers(Kind.ONE, new byte[0], null);
  private static final Answers COUNTED = new Answers(Kind.COUNTED, new byte[0], null);
  private static final int MOST_DIGITS = 9;

  private enum Kind {
    ONE,
    UNTIL,
    COUNTED,
    KEY
  }

  private final Kind kind;
  private final byte[] last;
  private final @Nullable ReplyMatcher matcher;

  private Answers(Kind kind, byte[] last, @Nullable ReplyMatcher matcher) {
    this.kind = kind;
    this.last = last;
    this.matcher = matcher;
  }

  /** Each message is an answer, in the order of the questions. */
  public static Answers one() {
    return ONE;
  }

  /**
   * An answer is what comes up to a message that is exactly this text, in the order of the
   * questions. That message is not part of the {@link #content}. The text may be empty: an empty
   * line ends the answer.
   */
  public static Answers until(String last) {
    return new Answers(Kind.UNTIL, last.getBytes(UTF_8), null);
  }

  /**
   * An answer is a message with a number in decimal digits, and then that many messages, in the
   * order of the questions. The number is not part of the {@link #content}.
   */
  public static Answers counted() {
    return COUNTED;
  }

  /** Each message is an answer, to the question with the same key, in any order. */
  public static Answers key(ReplyMatcher matcher) {
    return new Answers(Kind.KEY, new byte[0], Objects.requireNonNull(matcher, "matcher"));
  }

  /**
   * Each message is an answer, to the question with the same key, in any order. The key is the text
   * of the pattern's first group that takes part in the first match, or the whole match if the
   * pattern has no group. A question without a key is refused; a message that answers no question
   * is dropped.
   */
  public static Answers key(Pattern pattern) {
    return key(new PatternMatcher(pattern));
  }

  /**
   * Whether these messages are a whole answer: those that have come since the previous one, at
   * least one. Looks at the first and the last of them only.
   *
   * @throws ConversationException if the first message is not a number, where one has to be; then
   *     no later message can be told to belong to any answer
   */
  public boolean isComplete(List<byte[]> messages) throws ConversationException {
    return isComplete(messages.getFirst(), messages.getLast(), messages.size());
  }

  /**
   * @param count how many messages have come, with the first and the latest
   */
  boolean isComplete(byte[] first, byte[] latest, long count) throws ConversationException {
    return switch (kind) {
      case ONE, KEY -> true;
      case UNTIL -> Arrays.equals(latest, last);
      case COUNTED -> count - 1 >= number(first);
    };
  }

  /** The messages of a whole answer that say something: without its count or its last message. */
  public List<byte[]> content(List<byte[]> messages) {
    return switch (kind) {
      case ONE, KEY -> List.copyOf(messages);
      case UNTIL -> List.copyOf(messages.subList(0, messages.size() - 1));
      case COUNTED -> List.copyOf(messages.subList(1, messages.size()));
    };
  }

  private static int number(byte[] message) throws ConversationException {
    String text = new String(message, US_ASCII).strip();
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      String shown = Escaping.quoted(message, 0, message.length);
      throw new ConversationException(
          ConversationException.Reason.NO_COUNT,
          "an answer begins with the number of its messages, and this is none: " + shown,
          new String(message, UTF_8),
          null);
    }
    return Integer.parseInt(text);
  }

  /** Recognises answers by a key; empty if they come in the order of their questions. */
  public Optional<ReplyMatcher> matcher() {
    return Optional.ofNullable(matcher);
  }

  /** Whether each message is an answer. */
  boolean areSingle() {
    return kind == Kind.ONE || kind == Kind.KEY;
  }

  /** {@code one}, {@code until "END"}, {@code counted}, {@code by key}. */
  @Override
  public String toString() {
    return switch (kind) {
      case ONE -> "one";
      case UNTIL -> "until " + Escaping.quoted(last, 0, last.length);
      case COUNTED -> "counted";
      case KEY -> "by key";
    };
  }
}
