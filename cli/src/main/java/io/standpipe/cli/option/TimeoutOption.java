package io.standpipe.cli.option;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.output.TimeLimit;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --timeout DURATION}. */
public final class TimeoutOption {
  private final OptionSpec limit;

  public TimeoutOption(BaseCommand command) {
    this(command, "Give up after this time (2, 2s, 500ms, 1m30s, 1h) with exit status 124.");
  }

  public TimeoutOption(BaseCommand command, String description) {
    limit =
        command.add(
            OptionSpec.builder("--timeout")
                .paramLabel("DURATION")
                .type(Duration.class)
                .converters(new DurationConverter())
                .description(description)
                .build());
  }

  /** What the user gave, if anything. */
  public Optional<Duration> given() {
    return Optional.ofNullable(limit.getValue());
  }

  /** The time limit, which runs from now on. */
  public TimeLimit start() {
    return TimeLimit.startingNow(given());
  }
}
