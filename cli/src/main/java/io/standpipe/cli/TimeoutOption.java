package io.standpipe.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --timeout DURATION}. */
final class TimeoutOption {
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Give up after this time (2, 2s, 500ms, 1m30s, 1h) with exit status 124.")
  private Optional<Duration> limit = Optional.empty();

  /** The time runs from now on. */
  Deadline start() {
    return Deadline.in(limit);
  }
}
