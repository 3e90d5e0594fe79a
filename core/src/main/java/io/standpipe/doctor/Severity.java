package io.standpipe.doctor;

import java.util.Locale;

/** How much a {@link Finding} matters. In order: what matters most comes first. */
public enum Severity {
  /** Nothing goes on here any more, and nothing will, unless somebody interferes. */
  ERROR,
  /** Most likely a fault; the finding says what is not known. */
  WARNING,
  /** Worth knowing, and quite normal in programs that do what they should. */
  INFORMATION;

  /** {@code error}, in the middle of a sentence. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
