package io.standpipe.internal.io;

import io.standpipe.internal.ready.ChannelAccess;
import java.nio.channels.Channel;
import java.util.Optional;
import java.util.function.Function;

/** The ends behind the channels that users have. */
public final class ChannelEnds {
  private static final ChannelAccess<End> ACCESS = new ChannelAccess<>();

  private ChannelEnds() {}

  /** All channels of this class have an end behind them. */
  public static <C extends Channel> void register(Class<C> type, Function<C, End> access) {
    ACCESS.register(type, access);
  }

  /** The end behind this channel; empty if it has none. */
  public static Optional<End> of(Channel channel) {
    return ACCESS.to(channel);
  }
}
