package io.standpipe.fifo;

/**
 * A request as it comes through the server's fifo.
 *
 * @param name the client's fifo, in the server's directory
 * @param isLong whether the text comes through a fifo of its own
 * @param text the text, still escaped as a line; empty if {@code isLong}
 */
record RequestLine(String name, boolean isLong, String text) {}
