package io.standpipe.internal.ready;

import java.nio.channels.Channel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Lets internal code do with a channel what its class does not export.
 *
 * <p>A class of channels registers its access in its static initialiser, so the access is there
 * before any instance. The class itself stays unknown here, because it lies in a higher package.
 * Safe from any thread.
 *
 * @param <A> what can be done with the channel
 */
public final class ChannelAccess<A> {
  private final Map<Class<?>, Function<Object, A>> byType = new ConcurrentHashMap<>();

  public <C extends Channel> void register(Class<C> type, Function<C, A> access) {
    byType.put(type, channel -> access.apply(type.cast(channel)));
  }

  /** The access to this channel; empty if its class has registered none. */
  public Optional<A> to(Channel channel) {
    Function<Object, A> access = byType.get(channel.getClass());
    return access == null ? Optional.empty() : Optional.of(access.apply(channel));
  }
}
