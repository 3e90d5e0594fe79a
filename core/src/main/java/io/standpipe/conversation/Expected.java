package io.standpipe.conversation;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.text.Escaping;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What {@link Conversation#expect(Expected...)} waits for: a text, a regular expression, or the end
 * of what the other side writes. Immutable, safe from any thread.
 *
 * <p><b>The first of several wins</b>: the one that is decided after the fewest characters of the
 * stream, however these are cut into reads; of those decided by the same character the one that
 * begins first, then the one that was named first.
 *
 * <p><b>A text</b> is decided by its last character. <b>A regular expression</b> is decided when
 * nothing that may follow can change the match: {@code (\d+)\n} by the newline, {@code \d+} by the
 * first character that is not a digit. One that stays open, as {@code \$ *} does after a prompt, is
 * taken as it stands when the other side has been silent for {@link
 * ConversationOptions#quietPeriod}, at the deadline, or at the end. To get the match at once, and
 * the right one even if the other side pauses in the middle, name what follows. It is the pattern's
 * first match after the previous match, in the sense of {@link java.util.regex.Matcher#find};
 * {@code ^} is the beginning of that text, {@code $} the end of everything that will come.
 *
 * <p><b>What a regular expression costs.</b> A search is stopped at work by the deadline, an
 * interrupt or a close, whatever the pattern and the text. It takes time in proportion to the text
 * if each attempt of the pattern does, and only the first place that could still become a match is
 * tried again when more comes. A pattern that begins with one repeated character ({@code \S+@},
 * {@code (.*)\n}) is tried once for each run of such characters. With others, an open match behind
 * a place that could still become one may be found only while the other side is silent.
 */
@CheckReturnValue
public final class Expected {
  private enum Kind {
    TEXT,
    REGEX,
    END
  }

  private static final Expected END = new Expected(Kind.END, "", Pattern.compile(""));

  private final Kind kind;
  private final String text;
  private final Pattern pattern;

  private Expected(Kind kind, String text, Pattern pattern) {
    this.kind = kind;
    this.text = text;
    this.pattern = pattern;
  }

  /** This text, character for character. */
  public static Expected text(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a text of at least one character expected");
    }
    return new Expected(Kind.TEXT, text, END.pattern);
  }

  /** A match of this pattern. */
  public static Expected regex(Pattern pattern) {
    return new Expected(Kind.REGEX, pattern.pattern(), pattern);
  }

  /** A match of this regular expression, without flags. */
  public static Expected regex(String regex) {
    return regex(Pattern.compile(regex));
  }

  /** The end: the other side has closed its output, or has exited. */
  public static Expected end() {
    return END;
  }

  /**
   * @param guard stops a regular expression at work
   */
  Search search(TextBuffer buffer, MatchGuard guard) {
    return switch (kind) {
      case TEXT -> new TextSearch(buffer, text);
      case REGEX -> new RegexSearch(buffer, pattern, guard);
      case END -> new EndSearch(buffer);
    };
  }

  /**
   * @param mask masks secrets
   */
  String describe(UnaryOperator<String> mask) {
    return switch (kind) {
      case TEXT -> Escaping.quoted(mask.apply(text));
      case REGEX -> "/" + Escaping.printable(mask.apply(text)) + "/";
      case END -> "the end";
    };
  }

  /** {@code "login: "}, {@code /(\d+)\n/}, {@code the end}. */
  @Override
  public String toString() {
    return describe(UnaryOperator.identity());
  }
}
