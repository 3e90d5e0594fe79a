package io.standpipe.conversation;

import io.standpipe.internal.text.Excerpt;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** What {@link Conversation#expect(Expected...)} found. Immutable, safe from any thread. */
public final class Match {
  private final int index;
  private final Expected expected;
  private final String before;
  private final String text;
  private final @Nullable MatchResult groups;

  Match(int index, Expected expected, String before, String text, @Nullable MatchResult groups) {
    this.index = index;
    this.expected = expected;
    this.before = before;
    this.text = text;
    this.groups = groups;
  }

  /** Which of the expected things matched, counted from 0. */
  public int index() {
    return index;
  }

  /** Which of the expected things matched. */
  public Expected expected() {
    return expected;
  }

  /** What came before the match, since the last match or message. */
  public String before() {
    return before;
  }

  /** What matched; empty at the end of the stream. */
  public String text() {
    return text;
  }

  /**
   * What group {@code n} of a regular expression matched, group 0 being the whole match; null if
   * the group took no part in the match.
   *
   * @throws IllegalStateException if no regular expression matched
   */
  public @Nullable String group(int n) {
    return groups().group(n);
  }

  /**
   * What the named group of a regular expression matched; null if it took no part in the match.
   *
   * @throws IllegalStateException if no regular expression matched
   */
  public @Nullable String group(String name) {
    return groups().group(name);
  }

  private MatchResult groups() {
    if (groups == null) {
      throw new IllegalStateException(
          "a regular expression expected: " + expected + " has no groups");
    }
    return groups;
  }

  /** {@code "42\n" for /(\d+)\n/ after 0 characters}. */
  @Override
  public String toString() {
    return Excerpt.head(text) + " for " + expected + " after " + before.length() + " characters";
  }
}
