/** Unmodified programs over Apache Kafka: records in, records out. */
@NullMarked
package io.standpipe.kafka;

import org.jspecify.annotations.NullMarked;
