package io.standpipe.cli.option;

import io.standpipe.cli.command.BaseCommand;
import java.time.Duration;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --grace DURATION}: how long programs have to end when they are told to. */
public final class GraceOption {
  private static final Duration DEFAULT = Duration.ofSeconds(10);

  private final OptionSpec grace;

  public GraceOption(BaseCommand command) {
    this(
        command,
        "How long the programs have to end when they are told to: when the time limit passes, at a"
            + " deadlock, and at SIGTERM or SIGHUP. Then SIGKILL. Default: 10s.");
  }

  public GraceOption(BaseCommand command, String description) {
    grace =
        command.add(
            OptionSpec.builder("--grace")
                .paramLabel("DURATION")
                .type(Duration.class)
                .converters(new DurationConverter())
                .description(description)
                .build());
  }

  /** What the user gave, or ten seconds. */
  public Duration duration() {
    Duration given = grace.getValue();
    return given == null ? DEFAULT : given;
  }

  /** How a command that runs programs reacts to signals, for its help. */
  public static String signals() {
    return "Ctrl-C reaches the programs, and standpipe waits until they have cleaned up; a second"
        + " Ctrl-C sends them SIGTERM, a third SIGKILL. After Ctrl-C standpipe itself dies of"
        + " SIGINT, so that a shell's loop ends. SIGTERM and SIGHUP are passed on once; what still"
        + " runs after --grace is killed.";
  }
}
