/**
 * The side of a conversation that answers: a program, started by another one, that reads requests
 * from its standard input and writes answers to its standard output.
 *
 * <p>Start with {@link io.standpipe.responder.Responder}. The side that asks is in {@code
 * io.standpipe.conversation}; neither package depends on the other.
 */
@NullMarked
package io.standpipe.responder;

import org.jspecify.annotations.NullMarked;
