package io.standpipe.conversation;

import io.standpipe.conversation.Search.Hit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of several expected things comes first in a text that grows, by the rule in {@link
 * Expected}. The result does not depend on how the text is cut into pieces, so it is not enough to
 * see which of them are there: if a piece brings two, the one decided after fewer characters wins.
 */
final class FirstMatch {
  private final List<Expected> anyOf;
  private final TextBuffer text;
  private final MatchGuard guard;
  private final List<Search> searches;

  /** What the last search found that more text may change. */
  private @Nullable Hit open;

  private int openIndex;

  FirstMatch(List<Expected> anyOf, TextBuffer text, MatchGuard guard) {
    this.anyOf = anyOf;
    this.text = text;
    this.guard = guard;
    this.searches = anyOf.stream().map(expected -> expected.search(text, guard)).toList();
  }

  /**
   * Searches what has come, and takes a match out of the text. Null if none is decided.
   *
   * @throws MatchStopped by the guard; nothing was taken then
   */
  @Nullable Match find(boolean ended) {
    open = null;
    List<Hit> hits = new ArrayList<>(searches.size());
    int first = -1;
    for (int i = 0; i < searches.size(); i++) {
      Hit hit = searches.get(i).find(ended);
      hits.add(hit);
      if (hit != null && hit.open()) {
        keepOpen(i, hit);
      } else if (hit != null && (first < 0 || isDecidedBefore(i, hits, first))) {
        first = i;
      }
    }
    if (first < 0) {
      return null;
    }
    guard.check(); // what was found too late is not taken
    return taken(first, hits.get(first));
  }

  private void keepOpen(int index, Hit hit) {
    if (open == null || hit.start() < open.start()) {
      open = hit;
      openIndex = index;
    }
  }

  private boolean isDecidedBefore(int i, List<Hit> hits, int other) {
    int mine = searches.get(i).decidedAt(hits.get(i));
    int others = searches.get(other).decidedAt(hits.get(other));
    boolean beginsFirst = hits.get(i).start() < hits.get(other).start();
    return mine < others || (mine == others && beginsFirst);
  }

  boolean hasOpen() {
    return open != null;
  }

  /** Whether {@link #findOpen} might find something that {@link #find} has not looked for. */
  boolean isUnsure() {
    return searches.stream().anyMatch(Search::isUnsure);
  }

  /**
   * Looks for what more text might change, however long that takes. To be called while the other
   * side is silent.
   *
   * @throws MatchStopped by the guard; nothing was taken then
   */
  void findOpen() {
    for (int i = 0; i < searches.size(); i++) {
      Hit hit = searches.get(i).isUnsure() ? searches.get(i).findOpen() : null;
      if (hit != null) {
        keepOpen(i, hit);
      }
    }
    guard.check();
  }

  /** Takes the match that more text might have changed; null if there is none. */
  @Nullable Match takeOpen() {
    Hit hit = open;
    return hit == null ? null : taken(openIndex, hit);
  }

  private Match taken(int index, Hit hit) {
    var match =
        new Match(
            index,
            anyOf.get(index),
            text.subSequence(0, hit.start()),
            text.subSequence(hit.start(), hit.end()),
            hit.groups());
    text.drop(hit.end());
    return match;
  }
}
