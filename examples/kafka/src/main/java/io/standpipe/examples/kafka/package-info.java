/**
 * An unmodified program over Kafka, with a broker of its own to try it with: {@code ./examples/run
 * kafka}.
 */
@NullMarked
package io.standpipe.examples.kafka;

import org.jspecify.annotations.NullMarked;
