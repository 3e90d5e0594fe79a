package io.standpipe.cli.option;

import io.standpipe.Command;

/**
 * The locale of whoever called standpipe. Java takes file names for text in the locale's encoding,
 * and can name none outside of ASCII where the locale is plain or not installed. So the launcher
 * starts Java in C.UTF-8, and the programs that standpipe runs get their caller's locale back.
 */
final class UserLocale {
  private static final String LAUNCHER_SAVED = "STANDPIPE_LC_ALL";
  private static final String VARIABLE = "LC_ALL";

  private UserLocale() {}

  static Command restored(Command command) {
    String saved = System.getenv(LAUNCHER_SAVED);
    if (saved == null) {
      return command; // not started by the launcher
    }
    Command cleaned = command.withoutEnv(LAUNCHER_SAVED);
    return saved.isEmpty() ? cleaned.withoutEnv(VARIABLE) : cleaned.env(VARIABLE, saved);
  }
}
