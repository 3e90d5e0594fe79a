package io.standpipe.cli.kafka;

import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.kafka.error.KafkaTaskException;

/** The exit codes for what goes wrong with Kafka. */
final class KafkaFailures {
  private KafkaFailures() {}

  /** The message says what was tried and what to do; this adds how to do it with the command. */
  static ExitException of(KafkaTaskException e) {
    return new ExitException(exitCode(e.reason()), e.getMessage() + advice(e.reason()), e);
  }

  private static String advice(KafkaTaskException.Reason reason) {
    return switch (reason) {
      case RESTARTS_USED_UP -> "; try it alone with standpipe run, or raise --restarts";
      case NO_DEAD_LETTER_TOPIC -> "; --dead gives one";
      case UNREACHABLE -> "; --config tells where the brokers are, --timeout how long to try";
      case FENCED -> "; each worker of a group needs an --instance of its own";
      default -> "";
    };
  }

  static int exitCode(KafkaTaskException.Reason reason) {
    return switch (reason) {
      case RESTARTS_USED_UP -> ExitCode.RESTARTS_USED_UP;
      case NO_DEAD_LETTER_TOPIC -> ExitCode.NO_DEAD_LETTER_TOPIC;
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case REFUSED -> ExitCode.REFUSED;
      case NO_TOPIC -> ExitCode.NO_TOPIC;
      case MISCONFIGURED -> ExitCode.MISCONFIGURED;
      case FENCED -> ExitCode.FENCED;
      case PROGRAM_NOT_FOUND -> ExitCode.NOT_FOUND;
      case PROGRAM_NOT_EXECUTABLE -> ExitCode.NOT_EXECUTABLE;
      case FAILED -> ExitCode.FAILED;
    };
  }
}
