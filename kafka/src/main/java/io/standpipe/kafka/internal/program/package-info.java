/**
 * What a worker asks of its program: one process that answers record by record, or one process for
 * each transaction.
 */
@NullMarked
package io.standpipe.kafka.internal.program;

import org.jspecify.annotations.NullMarked;
