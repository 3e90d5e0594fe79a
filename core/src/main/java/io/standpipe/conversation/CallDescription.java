package io.standpipe.conversation;

import io.standpipe.internal.text.Excerpt;

/**
 * What a call tries, for messages, which are made only if one is needed.
 *
 * @param verb a format with a place for {@code what}: {@code ask %s of}
 * @param what is asked, sent, or waited for: a text is quoted, anything else describes itself
 */
record CallDescription(String verb, Object what, ConversationEnds ends, Secrets secrets) {
  String text() {
    return what.toString();
  }

  /** {@code ask "6 * 7" of child 797 (bc)}. */
  @Override
  public String toString() {
    String masked = secrets.mask(text());
    String shown = what instanceof String ? Excerpt.head(masked) : masked;
    return verb.formatted(shown) + " " + ends.name();
  }

  /** Masks what has come so far, also half a secret at its end. */
  String masked(String soFar) {
    return secrets.maskUnfinished(soFar);
  }
}
