package io.standpipe.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A contender's result for one round: how many operations in how much time, and notes.
 *
 * @param count operations, bytes or lines; at least one
 * @param nanos the time they took, by the contender's own monotonic clock; at least one
 * @param notes further whole numbers by name
 */
public record Sample(long count, long nanos, Map<String, Long> notes) {
  public Sample {
    if (count < 1 || nanos < 1) {
      throw new IllegalArgumentException(
          "a count and a time of at least 1 expected: " + count + " in " + nanos + " ns");
    }
    notes = Map.copyOf(notes);
  }

  /** A sample without notes. */
  public Sample(long count, long nanos) {
    this(count, nanos, Map.of());
  }

  /** Parses the line that {@link #toString} makes: {@code 1200 999000 threads=4}. */
  static Sample parse(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length < 2) {
      throw new IllegalArgumentException("a count and nanoseconds expected: \"" + line + "\"");
    }
    Map<String, Long> notes = new TreeMap<>();
    for (int i = 2; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("name=number expected: \"" + words[i] + "\"");
      }
      notes.put(words[i].substring(0, equals), Long.valueOf(words[i].substring(equals + 1)));
    }
    return new Sample(Long.parseLong(words[0]), Long.parseLong(words[1]), notes);
  }

  double perSecond() {
    return count * 1e9 / nanos;
  }

  /** The line with which a contender answers. */
  @Override
  public String toString() {
    return new TreeMap<>(notes)
        .entrySet().stream()
            .map(note -> " " + note.getKey() + "=" + note.getValue())
            .collect(Collectors.joining("", count + " " + nanos, ""));
  }
}
