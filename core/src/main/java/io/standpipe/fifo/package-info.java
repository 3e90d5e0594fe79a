/**
 * Requests and replies between programs that did not start each other: they meet at a named pipe.
 *
 * <p>A {@link io.standpipe.fifo.FifoServer} answers any number of clients of the same user, each a
 * {@link io.standpipe.fifo.FifoClient} or a few lines of shell. The named pipe itself, without
 * requests and replies, is {@link io.standpipe.Fifo}.
 */
@NullMarked
package io.standpipe.fifo;

import org.jspecify.annotations.NullMarked;
