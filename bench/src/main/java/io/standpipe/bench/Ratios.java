package io.standpipe.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many times another's rate Standpipe's is, round by round.
 *
 * @param median of the rounds
 * @param least of the rounds
 * @param most of the rounds
 */
record Ratios(double median, double least, double most) {
  /**
   * Compares round with round: the two were measured one after the other. A ratio of two medians
   * would compare different minutes.
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

  /** The median rate of some rounds. */
  static double medianRate(List<Sample> samples) {
    return median(samples.stream().mapToDouble(Sample::perSecond).sorted().toArray());
  }

  /**
   * The middle of sorted numbers, at least one; of an even number the mean of the two middle ones.
   */
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
