package io.standpipe.conversation;

import org.jspecify.annotations.Nullable;

/** Waits for the end. It comes after the last character, so whatever else is there comes before. */
final class EndSearch implements Search {
  private final TextBuffer text;

  EndSearch(TextBuffer text) {
    this.text = text;
  }

  @Override
  public @Nullable Place look(boolean ended) {
    return ended ? new Place(text.length(), text.length(), null, false) : null;
  }

  @Override
  public int decidedAt(Place place) {
    return place.end() + 1;
  }
}
