package io.standpipe.kafka.internal.lane;

import io.standpipe.Restarts;
import io.standpipe.error.ErrnoException;
import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.program.ProgramFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * When a lane's program may be started, and what a start that fails means. For the lane's thread,
 * which must go on to poll meanwhile; no call waits.
 */
final class ProgramStarts {
  private final LaneSettings settings;
  private final Restarts restarts;
  private long due = System.nanoTime();

  /** Starts a program. */
  interface Start<T> {
    T start() throws IOException;
  }

  ProgramStarts(LaneSettings settings) {
    this.settings = settings;
    this.restarts = settings.restarts().begin();
  }

  /**
   * Starts the program; empty if the system could not start it now, and it is to be tried later.
   *
   * @throws KafkaTaskException if it cannot be started at all, or has failed too often in a row
   */
  <T> Optional<T> start(Start<T> start) throws KafkaTaskException {
    try {
      return Optional.of(start.start());
    } catch (ProgramNotFoundException e) {
      throw new KafkaTaskException(Reason.PROGRAM_NOT_FOUND, String.valueOf(e.getMessage()), e);
    } catch (ErrnoException e) {
      if (e.errnoName().equals("EACCES") || e.errnoName().equals("ENOEXEC")) {
        throw new KafkaTaskException(
            Reason.PROGRAM_NOT_EXECUTABLE, String.valueOf(e.getMessage()), e);
      }
      failed(String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (IOException e) {
      throw new KafkaTaskException(Reason.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** How long until the program may be started; 0 if it may be now. */
  long nanosUntilDue() {
    return Math.max(0, due - System.nanoTime());
  }

  /** It may be started now. */
  void now() {
    due = System.nanoTime();
  }

  /** The program has done something useful. */
  void succeeded() {
    restarts.succeeded();
  }

  /**
   * The program has failed, and may be started again after a while.
   *
   * @throws KafkaTaskException if it has failed too often in a row
   */
  void failed(ProgramFailure failure) throws KafkaTaskException {
    String said = failure.stderr().isEmpty() ? "" : "; it said: " + failure.stderr().strip();
    failed(failure.reason() + said);
  }

  private void failed(String why) throws KafkaTaskException {
    Duration delay =
        restarts
            .next()
            .orElseThrow(() ->
                new KafkaTaskException(
                    Reason.RESTARTS_USED_UP,
                    "run %s: it failed %d times in a row without an answer, the last time: %s"
                        .formatted(settings.program().command(), restarts.inARow() + 1, why),
                    null));
    due = System.nanoTime() + delay.toNanos();
  }
}
