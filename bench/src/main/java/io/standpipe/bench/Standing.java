package io.standpipe.bench;

import java.util.List;

/** The outcome of a contender in a work. */
sealed interface Standing {
  /** It ran all rounds. */
  record Ran(List<Sample> samples) implements Standing {
    public Ran {
      samples = List.copyOf(samples);
    }
  }

  /** Something that it needs is missing. */
  record Absent(String why) implements Standing {}

  /** It failed or counted wrong. */
  record Failed(String why) implements Standing {}
}
