package io.standpipe.internal.ready;

import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tells channels which buffer lies in front of them, so that a diagnosis can look into it. */
public final class WriteBuffers {
  private static final ChannelAccess<Consumer<WriteBuffer>> ACCESS = new ChannelAccess<>();

  private WriteBuffers() {}

  /** All channels of this class want to know their buffer. */
  public static <C extends WritableByteChannel> void register(
      Class<C> type, Function<C, Consumer<WriteBuffer>> access) {
    ACCESS.register(type, access);
  }

  /** Tells {@code channel}, if it wants to know, that {@code buffer} lies in front of it now. */
  public static void announce(WriteBuffer buffer, WritableByteChannel channel) {
    ACCESS.to(channel).ifPresent(access -> access.accept(buffer));
  }
}
