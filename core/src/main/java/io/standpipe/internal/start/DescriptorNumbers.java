package io.standpipe.internal.start;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Which descriptor of this process becomes which of the child. */
final class DescriptorNumbers {
  private static final int LAST_STANDARD = 2;
  private static final int NONE = -1;

  private final int[] numbers;
  private final int[] copyOf;

  DescriptorNumbers(int size) {
    numbers = new int[size];
    copyOf = new int[size];
    Arrays.fill(numbers, NONE);
    Arrays.fill(copyOf, NONE);
  }

  /** The child's descriptor {@code n} is our {@code number}. */
  void put(int n, int number) {
    numbers[n] = number;
  }

  /** The child's descriptor {@code n} is the same as its {@code other}. */
  void putCopy(int n, int other) {
    if (other < 0) {
      throw notGiven(other);
    }
    copyOf[n] = other;
  }

  /**
   * Follows each copy to its end: the other one may itself be a copy of a third.
   *
   * @param given the child's descriptors for which something was said
   */
  void resolveCopies(Set<Integer> given) {
    for (int n = 0; n < numbers.length; n++) {
      int source = n;
      for (int steps = 0; copyOf[source] >= 0; steps++) {
        int other = copyOf[source];
        boolean isGiven = other <= LAST_STANDARD || given.contains(other);
        if (!isGiven) {
          throw notGiven(other);
        }
        if (steps > numbers.length) {
          throw new IllegalArgumentException(circle(other));
        }
        source = other;
      }
      numbers[n] = numbers[source];
    }
  }

  private static IllegalArgumentException notGiven(int other) {
    return new IllegalArgumentException(
        "sameAs(…) expects another descriptor that the child is given: " + other);
  }

  private String circle(int start) {
    var places = new StringJoiner(", ");
    int n = start;
    do {
      places.add(n + " is the same as " + copyOf[n]);
      n = copyOf[n];
    } while (n != start);
    return "sameAs(…) goes round in a circle: descriptor "
        + places
        + "; say of one of them what it is";
  }

  /** This process's descriptors, by the child's number; −1 where the child has none. */
  List<Integer> list() {
    var list = new ArrayList<Integer>(numbers.length);
    for (int number : numbers) {
      list.add(number);
    }
    return list;
  }
}
