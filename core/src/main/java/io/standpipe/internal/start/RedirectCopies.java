package io.standpipe.internal.start;

import java.util.SortedMap;
import java.util.StringJoiner;

/** Descriptors of a child that are the same as another one, which may itself be such a copy. */
final class RedirectCopies {
  private static final int LAST_STANDARD = 2;

  private RedirectCopies() {}

  /** The descriptor that {@code n} is the same as in the end; itself if it is no copy. */
  static int source(int n, SortedMap<Integer, RedirectSpec> redirects) {
    int source = n;
    for (int steps = 0; redirects.get(source) instanceof RedirectSpec.SameAs(int other); steps++) {
      if (other < 0 || (other > LAST_STANDARD && !redirects.containsKey(other))) {
        throw new IllegalArgumentException(
            "sameAs(…) expects another descriptor that the child is given: " + other);
      }
      if (steps > redirects.size()) {
        throw new IllegalArgumentException(circle(source, redirects));
      }
      source = other;
    }
    return source;
  }

  private static String circle(int start, SortedMap<Integer, RedirectSpec> redirects) {
    var places = new StringJoiner(", ");
    int n = start;
    while (redirects.get(n) instanceof RedirectSpec.SameAs(int other)) {
      places.add(n + " is the same as " + other);
      n = other;
      if (n == start) {
        break;
      }
    }
    return "sameAs(…) goes round in a circle: descriptor "
        + places
        + "; say of one of them what it is";
  }
}
