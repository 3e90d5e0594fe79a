package io.standpipe.conversation;

/**
 * What a call tries, for messages: they are made only where one is needed.
 *
 * @param verb with a place for {@code what}: {@code ask %s of}
 * @param what is asked, sent, or waited for: a text is quoted, anything else says itself
 */
record CallDescription(String verb, Object what, ConversationEnds ends, Secrets secrets) {
  String text() {
    return what.toString();
  }

  /** {@code ask "6 * 7" of child 797 (bc)}. */
  @Override
  public String toString() {
    String masked = secrets.mask(text());
    String shown = what instanceof String ? Excerpt.shortened(masked) : masked;
    return verb.formatted(shown) + " " + ends.name();
  }

  /** What came, for messages: masked, half a secret at its end too. */
  String masked(String soFar) {
    return secrets.maskUnfinished(soFar);
  }
}
