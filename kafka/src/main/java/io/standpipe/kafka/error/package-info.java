/**
 * The exceptions of {@code io.standpipe.kafka}.
 *
 * <p>They are thrown for what fails at the broker or makes a task end. What fails at a program or a
 * fifo has the types of {@link io.standpipe.error}.
 */
@NullMarked
package io.standpipe.kafka.error;

import org.jspecify.annotations.NullMarked;
