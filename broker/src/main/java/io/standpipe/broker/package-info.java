/**
 * Kafka brokers on this machine, to try things with; not for production.
 *
 * <p>Start with {@link io.standpipe.broker.Brokers}.
 */
@NullMarked
package io.standpipe.broker;

import org.jspecify.annotations.NullMarked;
