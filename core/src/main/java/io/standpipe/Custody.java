package io.standpipe;

/**
 * What is done about the end of a program beyond that of any child.
 *
 * @param tied whether it ends with this JVM: {@link Warden}
 * @param contained whether descendants are kept together: {@link Containment}
 */
record Custody(boolean tied, boolean contained) {
  static final Custody NONE = new Custody(false, false);

  Custody withTied() {
    return new Custody(true, contained);
  }

  Custody withContained() {
    return new Custody(tied, true);
  }
}
