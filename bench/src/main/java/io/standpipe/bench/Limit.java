package io.standpipe.bench;

/**
 * What one of Standpipe's notes may be at most, whatever others do.
 *
 * @param note its name in the {@link Sample}
 * @param meaning in words
 * @param most the largest value that is still fine
 */
record Limit(String note, String meaning, long most) {
  /** What a sample says of it. */
  long of(Sample sample) {
    Long value = sample.notes().get(note);
    if (value == null) {
      throw new IllegalStateException("a sample says nothing of " + note + ": " + sample);
    }
    return value;
  }
}
