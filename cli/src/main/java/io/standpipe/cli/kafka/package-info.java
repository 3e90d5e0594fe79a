/**
 * What the commands need of {@code io.standpipe.kafka}, in terms of the command. Only classes here
 * touch Kafka, and none of its classes is loaded before one of their methods is called.
 *
 * <p>Start with {@link io.standpipe.cli.kafka.WorkerPlan}.
 */
@NullMarked
package io.standpipe.cli.kafka;

import org.jspecify.annotations.NullMarked;
