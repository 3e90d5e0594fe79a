/**
 * Unmodified programs over Apache Kafka: records in, records out.
 *
 * <p>Start with {@link io.standpipe.kafka.Worker}. Needs brokers of version 4.0 or newer.
 */
@NullMarked
package io.standpipe.kafka;

import org.jspecify.annotations.NullMarked;
