package io.standpipe.cli.job;

import io.standpipe.cli.command.BaseCommand;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code --on-deadlock}: what to do when the programs have run into a deadlock. */
public enum OnDeadlock {
  /** Report it and stop all programs. */
  FAIL,
  /** Report it. */
  REPORT,
  /** Do not watch for one. */
  IGNORE;

  /** Adds the option to a command. */
  public static OptionSpec option(BaseCommand command) {
    return command.add(
        OptionSpec.builder("--on-deadlock")
            .paramLabel("ACTION")
            .type(OnDeadlock.class)
            .converters(OnDeadlock::parse)
            .initialValue(FAIL)
            .description(
                "What to do when the programs wait for each other for ever: fail (report it, stop"
                    + " them, exit with status 35), report, or ignore. Default: fail.")
            .build());
  }

  private static OnDeadlock parse(String word) {
    return switch (word) {
      case "fail" -> FAIL;
      case "report" -> REPORT;
      case "ignore" -> IGNORE;
      default ->
          throw new TypeConversionException("\"" + word + "\" is not one of fail, report, ignore");
    };
  }

  /** The word that the user writes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
