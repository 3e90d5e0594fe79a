package io.standpipe.cli.doctor.report;

import java.util.Locale;

/** The names of constants as programs read them. */
final class EnumNames {
  private EnumNames() {}

  /** {@code left-behind} of {@code LEFT_BEHIND}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
