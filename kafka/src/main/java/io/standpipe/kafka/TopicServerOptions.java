package io.standpipe.kafka;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.CheckReturnValue;
import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link TopicServer} allows. Immutable, safe from any thread.
 *
 * <p>Start with {@link #standard}.
 */
@CheckReturnValue
public final class TopicServerOptions {
  private static final TopicServerOptions STANDARD =
      new TopicServerOptions(Optional.empty(), 64, Duration.ofSeconds(10));

  private final Optional<String> group;
  private final int maxInFlight;
  private final Duration grace;

  private TopicServerOptions(Optional<String> group, int maxInFlight, Duration grace) {
    this.group = group;
    this.maxInFlight = maxInFlight;
    this.grace = grace;
  }

  /** 64 requests at a time, and 10 seconds of grace. */
  public static TopicServerOptions standard() {
    return STANDARD;
  }

  /** The group whose members share the requests; default {@code standpipe-TOPIC-serve}. */
  public TopicServerOptions group(String id) {
    return new TopicServerOptions(Optional.of(id), maxInFlight, grace);
  }

  /** Limits how many requests the handler works on at the same time; default 64. */
  public TopicServerOptions maxInFlight(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("requests ≥ 1 expected: " + requests);
    }
    return new TopicServerOptions(group, requests, grace);
  }

  /** How long {@link TopicServer#close} waits for requests at the handler; default 10 s. */
  public TopicServerOptions grace(Duration grace) {
    return new TopicServerOptions(group, maxInFlight, requireNonNull(grace, "grace"));
  }

  Optional<String> group() {
    return group;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  Duration grace() {
    return grace;
  }
}
