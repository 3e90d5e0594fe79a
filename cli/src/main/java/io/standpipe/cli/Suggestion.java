package io.standpipe.cli;

import java.util.Collection;
import java.util.Comparator;

/** Which of the words that exist a mistyped one may have meant. */
final class Suggestion {
  private static final int LEAST_BEGINNING = 4;

  private Suggestion() {}

  /**
   * {@code "; did you mean run?"}, or nothing where no word is close: one letter wrong, or two of a
   * word of five or more, or the beginning of a longer one.
   */
  static String of(String typed, Collection<String> existing) {
    int most = Math.min(2, (typed.length() - 1) / 2);
    return existing.stream()
        .filter(word -> distance(typed, word) <= most || isBeginning(typed, word))
        .min(Comparator.<String>comparingInt(word -> distance(typed, word)).thenComparing(w -> w))
        .map(word -> "; did you mean " + word + "?")
        .orElse("");
  }

  private static boolean isBeginning(String typed, String word) {
    return typed.length() >= LEAST_BEGINNING && word.startsWith(typed);
  }

  /**
   * How many letters have to be inserted, removed, replaced, or exchanged with their neighbour
   * (optimal string alignment).
   */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(String a, String b, int[][] d, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
