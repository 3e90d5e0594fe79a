package io.standpipe.conversation;

import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** The search for one expected thing in a text that grows. */
interface Search {
  /**
   * A place where it was found.
   *
   * @param groups the groups of a regular expression; null for others
   * @param open whether more text might change it
   */
  record Hit(int start, int end, @Nullable MatchResult groups, boolean open) {}

  /**
   * Searches what has come since the last call; returns null if nothing was found so far.
   *
   * @param ended whether no more will come
   */
  @Nullable Hit find(boolean ended);

  /**
   * To be called after a search whose hit is not open: how many characters of the text it took to
   * be sure of that.
   */
  int decidedAt(Hit hit);
}
