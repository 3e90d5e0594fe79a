package io.standpipe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What running a command to its end expects of it.
 *
 * @param anyExit whether however it ends is fine
 * @param codes the exit codes that are fine
 * @param timeout how long it may take, its late output included
 * @param lateOutput what to do when its output outlives it
 * @param captureLimit the most bytes of standard output that are kept
 */
record RunOptions(
    boolean anyExit,
    List<Integer> codes,
    Optional<Duration> timeout,
    LateOutput lateOutput,
    int captureLimit) {
  private static final int MOST_CODE = 255;
  private static final int CAPTURE_LIMIT = 256 * 1024 * 1024;

  static final RunOptions STANDARD =
      new RunOptions(false, List.of(0), Optional.empty(), LateOutput.awaitEnd(), CAPTURE_LIMIT);

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
          "an exit code at least expected, as in success(0, 1); where any is fine, anyExit()");
    }
    for (int code : next) {
      if (code < 0 || code > MOST_CODE) {
        throw new IllegalArgumentException("exit code from 0 to 255 expected: " + code);
      }
    }
    return new RunOptions(false, List.copyOf(next), timeout, lateOutput, captureLimit);
  }

  RunOptions withAnyExit() {
    return new RunOptions(true, codes, timeout, lateOutput, captureLimit);
  }

  RunOptions withTimeout(Duration limit) {
    return new RunOptions(anyExit, codes, Optional.of(limit), lateOutput, captureLimit);
  }

  RunOptions withLateOutput(LateOutput policy) {
    return new RunOptions(anyExit, codes, timeout, policy, captureLimit);
  }

  RunOptions withCaptureLimit(int bytes) {
    return new RunOptions(anyExit, codes, timeout, lateOutput, bytes);
  }

  /**
   * The method of {@link Command} that said what only running that command alone obeys, if any did.
   */
  Optional<String> saidForItAlone() {
    if (timeout.isPresent()) {
      return Optional.of("timeout");
    }
    if (lateOutput != STANDARD.lateOutput) {
      return Optional.of("lateOutput");
    }
    return captureLimit == CAPTURE_LIMIT ? Optional.empty() : Optional.of("captureLimit");
  }

  boolean accepts(ExitStatus status) {
    return anyExit || (status instanceof ExitStatus.Exited(int code) && codes.contains(code));
  }
}
