/** A lane: a consumer, a producer and a program, and what happens when one of them fails. */
@NullMarked
package io.standpipe.kafka.internal.lane;

import org.jspecify.annotations.NullMarked;
