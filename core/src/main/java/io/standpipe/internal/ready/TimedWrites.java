package io.standpipe.internal.ready;

import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.function.Function;

/** The channels that can be written to until a deadline. */
public final class TimedWrites {
  private static final ChannelAccess<TimedWrite> ACCESS = new ChannelAccess<>();

  private TimedWrites() {}

  /** All channels of this class can be written to until a deadline. */
  public static <C extends WritableByteChannel> void register(
      Class<C> type, Function<C, TimedWrite> access) {
    ACCESS.register(type, access);
  }

  /** Writes to this channel until a deadline; empty if it cannot. */
  public static Optional<TimedWrite> of(WritableByteChannel channel) {
    return ACCESS.to(channel);
  }
}
