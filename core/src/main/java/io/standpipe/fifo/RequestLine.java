package io.standpipe.fifo;

import io.standpipe.internal.ready.Deadline;

/**
 * A request as it comes through the server's fifo.
 *
 * @param name the client's fifo, in the server's directory
 * @param isLong whether the text comes through a fifo of its own
 * @param text the text, still escaped as a line; empty if {@code isLong}
 * @param deadline when the client gives up; {@link Deadline#NEVER} if it did not say
 */
record RequestLine(String name, boolean isLong, String text, Deadline deadline) {}
