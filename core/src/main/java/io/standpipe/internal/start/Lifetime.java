package io.standpipe.internal.start;

import java.util.EnumSet;
import java.util.Set;

/** What is arranged for the end of a program, beyond what every child gets. */
public enum Lifetime {
  /** It ends with this JVM. */
  TIED,
  /** Its descendants are kept together. */
  CONTAINED;

  /** {@code lifetime} with one more. */
  static Set<Lifetime> with(Set<Lifetime> lifetime, Lifetime more) {
    EnumSet<Lifetime> next = EnumSet.of(more);
    next.addAll(lifetime);
    return Set.copyOf(next);
  }
}
