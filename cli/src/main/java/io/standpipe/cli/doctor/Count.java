package io.standpipe.cli.doctor;

/** How many of something. */
final class Count {
  private Count() {}

  /** {@code 1 byte}, {@code 2 bytes}. */
  static String of(int number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }
}
