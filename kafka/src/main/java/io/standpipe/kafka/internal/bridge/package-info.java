/**
 * A fifo here, a fifo there, and a topic in between. What a record holds: {@link
 * io.standpipe.kafka.internal.bridge.ChunkHeader}. From a fifo into a topic: {@link
 * io.standpipe.kafka.internal.bridge.InboundBridge}. From a topic into a fifo: {@link
 * io.standpipe.kafka.internal.bridge.OutboundBridge}.
 */
@NullMarked
package io.standpipe.kafka.internal.bridge;

import org.jspecify.annotations.NullMarked;
