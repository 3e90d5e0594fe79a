package io.standpipe.conversation;

import org.jspecify.annotations.Nullable;

/** Looks for a text. Each character is a candidate for its beginning once. */
final class TextSeeking implements Seeking {
  private final TextBuffer text;
  private final String wanted;

  /** It does not begin before this index. */
  private int from;

  TextSeeking(TextBuffer text, String wanted) {
    this.text = text;
    this.wanted = wanted;
  }

  @Override
  public @Nullable Place look(boolean ended) {
    int at = text.indexOf(wanted, from);
    if (at >= 0) {
      return new Place(at, at + wanted.length(), null, false);
    }
    from = Math.max(from, text.length() - wanted.length() + 1);
    return null;
  }

  @Override
  public int decidedAt(Place place) {
    return place.end();
  }
}
