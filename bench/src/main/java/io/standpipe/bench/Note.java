package io.standpipe.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What contenders tell of a round besides their rate, to be shown. Standpipe's may have a limit,
 * whatever the others' are.
 *
 * @param name its name in the {@link Sample}
 * @param meaning in words
 * @param most the largest value that is still fine, if there is one
 */
record Note(String name, String meaning, @Nullable Long most) {
  static Note of(String name, String meaning) {
    return new Note(name, meaning, null);
  }

  static Note atMost(long most, String name, String meaning) {
    return new Note(name, meaning, most);
  }

  /** What a sample says of it. */
  long in(Sample sample) {
    Long value = sample.notes().get(name);
    if (value == null) {
      throw new IllegalStateException("a sample says nothing of " + name + ": " + sample);
    }
    return value;
  }

  /** The limit, for people. */
  String target() {
    return most == null ? "" : String.format(Locale.ROOT, "≤ %,d", most);
  }

  Verdict judge(double value) {
    return most == null ? Verdict.NONE : Verdict.of(value <= most);
  }
}
