package io.standpipe;

import io.standpipe.internal.ready.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What running a command to its end expects of it.
 *
 * @param codes the exit codes that count as success; empty if every way to end does
 * @param timeout how long it may take, its late output included
 * @param lateOutput what to do when its output outlives it
 * @param captureLimit the most bytes of standard output that are kept
 */
record RunOptions(
    Optional<List<Integer>> codes,
    Optional<Duration> timeout,
    LateOutput lateOutput,
    int captureLimit) {
  private static final int MOST_CODE = 255;
  private static final int CAPTURE_LIMIT = 256 * 1024 * 1024;

  static final RunOptions STANDARD =
      new RunOptions(
          Optional.of(List.of(0)), Optional.empty(), LateOutput.awaitEnd(), CAPTURE_LIMIT);

  RunOptions {
    if (captureLimit < 0) {
      throw new IllegalArgumentException("capture limit ≥ 0 expected: " + captureLimit);
    }
    timeout.ifPresent(limit -> {
      if (limit.isNegative()) {
        throw new IllegalArgumentException("timeout ≥ 0 expected: " + limit);
      }
    });
  }

  RunOptions withSuccess(List<Integer> next) {
    if (next.isEmpty()) {
      throw new IllegalArgumentException(
          "at least one exit code expected, as in success(0, 1); if any will do, anyExit()");
    }
    for (int code : next) {
      if (code < 0 || code > MOST_CODE) {
        throw new IllegalArgumentException("exit code from 0 to 255 expected: " + code);
      }
    }
    return new RunOptions(Optional.of(List.copyOf(next)), timeout, lateOutput, captureLimit);
  }

  RunOptions withAnyExit() {
    return new RunOptions(Optional.empty(), timeout, lateOutput, captureLimit);
  }

  RunOptions withTimeout(Duration limit) {
    return new RunOptions(codes, Optional.of(limit), lateOutput, captureLimit);
  }

  RunOptions withLateOutput(LateOutput policy) {
    return new RunOptions(codes, timeout, policy, captureLimit);
  }

  RunOptions withCaptureLimit(int bytes) {
    return new RunOptions(codes, timeout, lateOutput, bytes);
  }

  /** For the call that runs to the end: to be asked before anything is started. */
  Deadline deadline() {
    return timeout.map(Deadline::after).orElse(Deadline.NEVER);
  }

  boolean acceptsAnyExit() {
    return codes.isEmpty();
  }

  boolean accepts(ExitStatus status) {
    return acceptsAnyExit()
        || (status instanceof ExitStatus.Exited(int code) && codes.get().contains(code));
  }

  /** The method that set what only {@code run}, {@code read} and {@code capture} obey, if any. */
  Optional<String> setForRuns() {
    if (timeout.isPresent()) {
      return Optional.of("timeout");
    }
    if (lateOutput != STANDARD.lateOutput) {
      return Optional.of("lateOutput");
    }
    return captureLimit == CAPTURE_LIMIT ? Optional.empty() : Optional.of("captureLimit");
  }

  /** Refuses to start what was given options that only a run to the end obeys. */
  void requireStartable(Object what) {
    setForRuns()
        .ifPresent(method -> {
          throw new IllegalStateException(
              "start "
                  + what
                  + ": start() does not obey "
                  + method
                  + "(…); use run(), read() or capture(), or leave it out and call await(limit)");
        });
  }
}
