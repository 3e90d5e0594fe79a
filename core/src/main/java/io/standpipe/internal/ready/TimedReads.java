package io.standpipe.internal.ready;

import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.function.Function;

/** The channels that can be read until a deadline. */
public final class TimedReads {
  private static final ChannelAccess<TimedRead> ACCESS = new ChannelAccess<>();

  private TimedReads() {}

  /** All channels of this class can be read until a deadline. */
  public static <C extends ReadableByteChannel> void register(
      Class<C> type, Function<C, TimedRead> access) {
    ACCESS.register(type, access);
  }

  /** Reads from this channel until a deadline; empty if it cannot. */
  public static Optional<TimedRead> of(ReadableByteChannel channel) {
    return ACCESS.to(channel);
  }
}
