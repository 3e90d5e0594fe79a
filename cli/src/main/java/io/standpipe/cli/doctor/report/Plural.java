package io.standpipe.cli.doctor.report;

/** A number with its noun. */
final class Plural {
  private Plural() {}

  /** {@code 1 byte}, {@code 2 bytes}. */
  static String of(int number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }
}
