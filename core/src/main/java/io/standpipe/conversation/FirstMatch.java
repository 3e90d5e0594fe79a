package io.standpipe.conversation;

import io.standpipe.conversation.Search.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of several cues comes first in a text that grows: see {@link Expected} for the rule. It
 * does not depend on how the text is cut into pieces. For that it does not do to see which cues are
 * there: where a piece brings two, the one that fewer characters would have decided wins.
 */
final class FirstMatch {
  private final List<Expected> cues;
  private final TextBuffer text;
  private final List<Search> seekings;

  /** Where the last look found something that what follows may change. */
  private @Nullable Place open;

  private int openIndex;

  FirstMatch(List<Expected> cues, TextBuffer text) {
    this.cues = cues;
    this.text = text;
    this.seekings = cues.stream().map(cue -> cue.seeking(text)).toList();
  }

  /** Looks at what has come; a match is taken out of the text. Null where none is decided. */
  @Nullable Match look(boolean ended) {
    open = null;
    List<Place> places = new ArrayList<>(cues.size());
    int first = -1;
    for (int i = 0; i < seekings.size(); i++) {
      Place place = seekings.get(i).look(ended);
      places.add(place);
      if (place != null && place.open()) {
        keepOpen(i, place);
      } else if (place != null && (first < 0 || isDecidedBefore(i, places, first))) {
        first = i;
      }
    }
    return first < 0 ? null : taken(first, places.get(first));
  }

  private void keepOpen(int index, Place place) {
    if (open == null || place.start() < open.start()) {
      open = place;
      openIndex = index;
    }
  }

  private boolean isDecidedBefore(int i, List<Place> places, int other) {
    int mine = seekings.get(i).decidedAt(places.get(i));
    int others = seekings.get(other).decidedAt(places.get(other));
    boolean begins = places.get(i).start() < places.get(other).start();
    return mine < others || (mine == others && begins);
  }

  boolean hasOpen() {
    return open != null;
  }

  /** Takes the match that what follows might have changed; null if there is none. */
  @Nullable Match takeOpen() {
    Place place = open;
    return place == null ? null : taken(openIndex, place);
  }

  private Match taken(int index, Place place) {
    var match =
        new Match(
            index,
            cues.get(index),
            text.subSequence(0, place.start()),
            text.subSequence(place.start(), place.end()),
            place.groups());
    text.drop(place.end());
    return match;
  }
}
