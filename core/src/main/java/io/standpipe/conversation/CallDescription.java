package io.standpipe.conversation;

import io.standpipe.internal.text.Excerpt;
import io.standpipe.internal.text.Secrets;
import java.util.List;

/**
 * What a call tries, for messages, which are made only if one is needed.
 *
 * @param verb a format with a place for {@code what}: {@code ask %s of}
 * @param what is asked, sent, or waited for: a text is quoted, anything else describes itself
 */
record CallDescription(String verb, Object what, ConversationEnds ends, Secrets secrets) {
  /** A text that is not a message: a secret may have been cut by what was written before. */
  record Part(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  String text() {
    return what.toString();
  }

  /** {@code ask "6 * 7" of child 797 (bc)}. */
  @Override
  public String toString() {
    return verb.formatted(shown()) + " " + ends.name();
  }

  /** Masked before it is quoted: a quoted secret may look different. */
  private String shown() {
    return switch (what) {
      case String message -> Excerpt.head(secrets.mask(message));
      case Part part -> Excerpt.head(secrets.maskPart(part.text()));
      case Expected expected -> expected.describe(secrets::mask);
      case List<?> anyOf -> anyOf.stream().map(this::shown).toList().toString();
      default -> secrets.mask(text());
    };
  }

  private String shown(Object expected) {
    return expected instanceof Expected e ? e.describe(secrets::mask) : expected.toString();
  }

  /** Masks what has come so far, also a part of a secret at its beginning or end. */
  String maskedPart(String soFar) {
    return secrets.maskPart(soFar);
  }

  /** Masks a whole message. */
  String masked(String message) {
    return secrets.mask(message);
  }
}
