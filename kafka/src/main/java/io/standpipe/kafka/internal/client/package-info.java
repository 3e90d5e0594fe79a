/**
 * Kafka's clients as the rest uses them: made from the user's properties, with errors that have a
 * reason. Start at {@link io.standpipe.kafka.internal.client.ClientSettings}.
 */
@NullMarked
package io.standpipe.kafka.internal.client;

import org.jspecify.annotations.NullMarked;
