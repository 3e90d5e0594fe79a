/** The code of the recipes for Kafka in {@code docs/}. */
@NullMarked
package io.standpipe.examples.kafka.recipes;

import org.jspecify.annotations.NullMarked;
