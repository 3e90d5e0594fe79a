package io.standpipe.cli.option;

import io.standpipe.Command;

/**
 * Restores the caller's locale for the programs that standpipe runs.
 *
 * <p>Java reads file names as text in the locale's encoding, and under a plain locale, or one that
 * is not installed, it can name no file outside ASCII. The launcher therefore starts Java in
 * C.UTF-8 and saves the caller's {@code LC_ALL}.
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
