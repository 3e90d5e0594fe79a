package io.standpipe.cli.job;

import io.standpipe.cli.command.BaseCommand;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** What is done when programs have run into a deadlock: {@code --on-deadlock}. */
public enum OnDeadlock {
  /** It is reported, and all are stopped. */
  FAIL,
  /** It is reported. */
  REPORT,
  /** Nobody looks. */
  IGNORE;

  private static final String EXPECTED = "fail, report or ignore";

  /** Adds the option to a command. */
  public static OptionSpec option(BaseCommand command) {
    return command.add(
        OptionSpec.builder("--on-deadlock")
            .paramLabel("WHAT")
            .type(OnDeadlock.class)
            .converters(OnDeadlock::parse)
            .initialValue(FAIL)
            .description(
                "When the programs wait for each other for ever: fail (report it, stop them, exit"
                    + " status 35; this is what is done if nothing is said), report, or ignore.")
            .build());
  }

  private static OnDeadlock parse(String word) {
    return switch (word) {
      case "fail" -> FAIL;
      case "report" -> REPORT;
      case "ignore" -> IGNORE;
      default -> throw new TypeConversionException(EXPECTED + " expected: " + word);
    };
  }

  /** As it is written. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
