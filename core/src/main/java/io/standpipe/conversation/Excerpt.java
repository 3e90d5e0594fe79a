package io.standpipe.conversation;

import io.standpipe.internal.text.Escaping;

/** Quotes text of the conversation for messages: all of it, or its end. */
final class Excerpt {
  private static final int TAIL = 200;

  private Excerpt() {}

  static String whole(String text) {
    return '"' + Escaping.escaped(text) + '"';
  }

  /** The end of what came. */
  static String tail(String text) {
    int from = text.length() - TAIL;
    return from <= 0 ? whole(text) : "…" + whole(text.substring(from));
  }
}
