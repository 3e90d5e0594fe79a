package io.standpipe.internal.text;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Numbers and lists of things in a sentence. */
public final class Counts {
  private static final int MOST = 8;

  private Counts() {}

  /** {@code 1 process}, {@code 2 processes}. */
  public static String count(long number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}; of more than eight the first eight. */
  public static String list(Collection<?> things) {
    List<String> words = things.stream().map(Object::toString).distinct().toList();
    if (words.size() > MOST) {
      String first = words.stream().limit(MOST).collect(Collectors.joining(", "));
      return first + " and " + (words.size() - MOST) + " more";
    }
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }
}
