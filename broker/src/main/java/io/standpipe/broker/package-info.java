/** Kafka brokers on this machine, to try things with; not for production. */
@NullMarked
package io.standpipe.broker;

import org.jspecify.annotations.NullMarked;
