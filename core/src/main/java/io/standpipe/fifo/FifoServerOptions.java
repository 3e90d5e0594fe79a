package io.standpipe.fifo;

import io.standpipe.internal.CheckReturnValue;
import java.time.Duration;

/**
 * What a {@link FifoServer} allows. Immutable, safe from any thread.
 *
 * <p>Start with {@link #standard}.
 */
@CheckReturnValue
public final class FifoServerOptions {
  private static final FifoServerOptions STANDARD =
      new FifoServerOptions(64, 1 << 20, Duration.ofSeconds(5));

  private final int maxInFlight;
  private final int maxBytes;
  private final Duration clientLimit;

  private FifoServerOptions(int maxInFlight, int maxBytes, Duration clientLimit) {
    this.maxInFlight = maxInFlight;
    this.maxBytes = maxBytes;
    this.clientLimit = clientLimit;
  }

  /** 64 requests at a time, of up to 1 MiB each; 5 seconds for a client. */
  public static FifoServerOptions standard() {
    return STANDARD;
  }

  /** Limits how many requests the handler works on at the same time; default 64. */
  public FifoServerOptions maxInFlight(int requests) {
    return new FifoServerOptions(positive("requests", requests), maxBytes, clientLimit);
  }

  /** Limits the length of a request in bytes; default 1,048,576. */
  public FifoServerOptions maxBytes(int bytes) {
    return new FifoServerOptions(maxInFlight, positive("bytes", bytes), clientLimit);
  }

  /**
   * Limits how long a client may take, each time, to hand over a long request and to read its
   * reply; default 5 seconds. {@link FifoServer#close} waits for requests in flight that long, too.
   */
  public FifoServerOptions clientLimit(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit ≥ 0 expected: " + limit);
    }
    return new FifoServerOptions(maxInFlight, maxBytes, limit);
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " ≥ 1 expected: " + value);
    }
    return value;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  int maxBytes() {
    return maxBytes;
  }

  Duration clientLimit() {
    return clientLimit;
  }
}
