package io.standpipe.cli.doctor.report;

import java.util.Locale;

/** The names of enum constants in the JSON report. */
final class EnumNames {
  private EnumNames() {}

  /** {@code left-behind} for {@code LEFT_BEHIND}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
