package io.standpipe.conversation;

import org.jspecify.annotations.Nullable;

/** Waits for the end, which comes after the last character: any other hit comes before it. */
final class EndSearch implements Search {
  private final TextBuffer text;

  EndSearch(TextBuffer text) {
    this.text = text;
  }

  @Override
  public @Nullable Hit find(boolean ended) {
    return ended ? new Hit(text.length(), text.length(), null, false) : null;
  }

  @Override
  public int decidedAt(Hit hit) {
    return hit.end() + 1;
  }
}
