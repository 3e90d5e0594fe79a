package io.standpipe.doctor;

import java.util.Locale;

/** How much a {@link Finding} matters. What matters most comes first. */
public enum Severity {
  /** The programs have come to a standstill, and will stay there unless something interferes. */
  ERROR,
  /** Most likely a fault. The finding says what is not known. */
  WARNING,
  /** Worth knowing, and quite normal in programs that do what they should. */
  INFORMATION;

  /** {@code error}, for the middle of a sentence. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
