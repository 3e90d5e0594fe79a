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
   * Searches what has come since the last call; returns null if nothing was found so far. This
   * takes time in proportion to the text, or {@link #isUnsure} says that there is more to try.
   *
   * @param ended whether no more will come
   */
  @Nullable Hit find(boolean ended);

  /** Whether {@link #findOpen} might find something that {@link #find} has not looked for. */
  default boolean isUnsure() {
    return false;
  }

  /**
   * Finds what more text might change, however long that takes. To be called while the other side
   * is silent.
   */
  default @Nullable Hit findOpen() {
    return null;
  }

  /**
   * To be called after a search whose hit is not open: how many characters of the text it took to
   * be sure of that.
   */
  int decidedAt(Hit hit);
}
