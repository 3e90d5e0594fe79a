package io.standpipe.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Standpipe's rate divided by a contender's rate, round by round.
 *
 * @param median the median over all rounds
 * @param least the lowest of all rounds
 * @param most the highest of all rounds
 */
record Ratios(double median, double least, double most) {
  /**
   * Compares round by round, because the two samples of a round were measured right after each
   * other. A ratio of two medians would compare different minutes.
   */
  static Ratios of(List<Sample> ours, List<Sample> theirs) {
    if (ours.size() != theirs.size()) {
      throw new IllegalArgumentException(
          "as many rounds of each expected: " + ours.size() + " and " + theirs.size());
    }
    double[] sorted =
        IntStream.range(0, ours.size())
            .mapToDouble(i -> ours.get(i).perSecond() / theirs.get(i).perSecond())
            .sorted()
            .toArray();
    return new Ratios(median(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  /** The median rate of all rounds. */
  static double medianRate(List<Sample> samples) {
    return median(samples.stream().mapToDouble(Sample::perSecond).sorted().toArray());
  }

  /** The median of sorted numbers, of which there is at least one. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** {@code 2.31 [2.10 … 2.55]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f [%.2f … %.2f]", median, least, most);
  }
}
