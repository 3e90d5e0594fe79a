package io.standpipe.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number that contenders report besides their rate, shown in the tables. Standpipe's value may
 * have a limit.
 *
 * @param name its name in the {@link Sample}
 * @param meaning its meaning in words
 * @param most the highest acceptable value, if there is one
 */
record Note(String name, String meaning, @Nullable Long most) {
  static Note of(String name, String meaning) {
    return new Note(name, meaning, null);
  }

  static Note atMost(long most, String name, String meaning) {
    return new Note(name, meaning, most);
  }

  /** Its value in a sample. */
  long in(Sample sample) {
    Long value = sample.notes().get(name);
    if (value == null) {
      throw new IllegalStateException("a sample says nothing of " + name + ": " + sample);
    }
    return value;
  }

  /** The limit in words. */
  String target() {
    return most == null ? "" : String.format(Locale.ROOT, "≤ %,d", most);
  }

  Verdict judge(double value) {
    return most == null ? Verdict.NONE : Verdict.of(value <= most);
  }
}
