package io.standpipe.internal.start;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which descriptor of this process becomes which of the child. */
final class DescriptorNumbers {
  private static final int NONE = -1;

  private final int[] numbers;

  DescriptorNumbers(int size) {
    numbers = new int[size];
    Arrays.fill(numbers, NONE);
  }

  /** The child's descriptor {@code n} is our {@code number}. */
  void put(int n, int number) {
    numbers[n] = number;
  }

  /** The child's descriptor {@code n} is the same as its {@code source}. */
  void copy(int n, int source) {
    numbers[n] = numbers[source];
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
