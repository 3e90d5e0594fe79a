package io.standpipe.conversation;

import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** What {@link Conversation#expect} found. Immutable. */
public final class Match {
  private final int index;
  private final Expected cue;
  private final String before;
  private final String text;
  private final @Nullable MatchResult groups;

  Match(int index, Expected cue, String before, String text, @Nullable MatchResult groups) {
    this.index = index;
    this.cue = cue;
    this.before = before;
    this.text = text;
    this.groups = groups;
  }

  /** Which of the cues it is, counted from 0. */
  public int index() {
    return index;
  }

  /** Which of the cues it is. */
  public Expected cue() {
    return cue;
  }

  /** What came before it, since the last match or message. */
  public String before() {
    return before;
  }

  /** What matched; empty at the end of the stream. */
  public String text() {
    return text;
  }

  /**
   * What group {@code n} of a regular expression matched, 0 being all of it; null if it had no part
   * in the match.
   */
  public @Nullable String group(int n) {
    return groups().group(n);
  }

  /** What the named group of a regular expression matched; null if it had no part in the match. */
  public @Nullable String group(String name) {
    return groups().group(name);
  }

  private MatchResult groups() {
    if (groups == null) {
      throw new IllegalStateException("a regular expression expected: " + cue + " has no groups");
    }
    return groups;
  }

  /** {@code "42\n" for /(\d+)\n/ after 0 characters}. */
  @Override
  public String toString() {
    return Excerpt.shortened(text) + " for " + cue + " after " + before.length() + " characters";
  }
}
