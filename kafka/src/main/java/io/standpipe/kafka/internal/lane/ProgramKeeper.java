package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.program.AskedProgram;
import io.standpipe.kafka.internal.program.ProgramFailure;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a lane's program running: starts it, and starts it again after a while when it has failed.
 * For the lane's thread; no call waits.
 *
 * <p><b>Probation.</b> A program that ends by itself, whatever it is asked, must cost no record its
 * attempts. So a program whose predecessor has died without an answer is asked nothing for a while,
 * longer each time, in which it may show that it dies by itself.
 */
final class ProgramKeeper implements AutoCloseable {
  private static final long FIRST_PROBATION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST_PROBATION_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final LaneSettings settings;
  private final ProgramStarts starts;
  private @Nullable AskedProgram<InFlight> program;
  private long startedAt;
  private long probationNanos;

  /** How many answers it has given since it was started. */
  private long answers;

  ProgramKeeper(LaneSettings settings) {
    this.settings = settings;
    this.starts = new ProgramStarts(settings);
  }

  /**
   * Starts it if it is time.
   *
   * @throws KafkaTaskException if it cannot be started
   */
  void startIfDue() throws KafkaTaskException {
    if (program == null && starts.nanosUntilDue() == 0) {
      program =
          starts
              .start(() -> AskedProgram.<InFlight>start(settings.program(), settings.errors()))
              .orElse(null);
      startedAt = System.nanoTime();
      answers = 0;
    }
  }

  /** The program, if it may be asked now. */
  Optional<AskedProgram<InFlight>> ready() {
    return nanosUntilReady() == 0 ? running() : Optional.empty();
  }

  /** The program, if it runs: it may say something unasked. */
  Optional<AskedProgram<InFlight>> running() {
    return Optional.ofNullable(program);
  }

  /** How long until it may be started, or may be asked; 0 if it may be now. */
  long nanosUntilReady() {
    return program == null
        ? starts.nanosUntilDue()
        : Math.max(0, probationNanos - (System.nanoTime() - startedAt));
  }

  /** It has answered a question. */
  void answered() {
    answers++;
    probationNanos = 0;
    starts.succeeded();
  }

  /** How many questions it has answered since it was started. */
  long answers() {
    return answers;
  }

  /**
   * It has failed: ends it. It is started again after a while.
   *
   * @throws KafkaTaskException if it has failed too often in a row
   */
  void failed(ProgramFailure failure) throws KafkaTaskException {
    if (answers == 0) {
      probationNanos =
          Math.clamp(2 * probationNanos, FIRST_PROBATION_NANOS, LONGEST_PROBATION_NANOS);
    }
    close();
    starts.failed(failure);
  }

  /** Ends the program, and starts it again at once. */
  void restart() {
    close();
    starts.now();
  }

  /** Ends the program. */
  @Override
  public void close() {
    if (program != null) {
      program.close();
      program = null;
    }
  }
}
