package io.standpipe;

/**
 * What is done about the end of a program beyond that of any child.
 *
 * @param tied whether it ends with this JVM: {@link ParentWatchdog}
 * @param contained whether descendants are kept together: {@link Containment}
 */
record Lifetime(boolean tied, boolean contained) {
  static final Lifetime NONE = new Lifetime(false, false);

  Lifetime withTied() {
    return new Lifetime(true, contained);
  }

  Lifetime withContained() {
    return new Lifetime(tied, true);
  }
}
