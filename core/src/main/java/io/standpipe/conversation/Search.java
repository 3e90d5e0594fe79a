package io.standpipe.conversation;

import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** The search for one cue in a text that grows. */
interface Search {
  /**
   * A place where the cue was found.
   *
   * @param groups of a regular expression; null for others
   * @param open whether what follows might change it
   */
  record Place(int start, int end, @Nullable MatchResult groups, boolean open) {}

  /**
   * Looks at what has come since the last look; null where the cue is not there so far.
   *
   * @param ended whether no more will come
   */
  @Nullable Place look(boolean ended);

  /**
   * After a look that found a place which is not open: how many characters of the text it took to
   * be sure of that.
   */
  int decidedAt(Place place);
}
