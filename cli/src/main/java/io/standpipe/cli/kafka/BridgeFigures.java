package io.standpipe.cli.kafka;

/**
 * How a bridge gets on; all of them only grow.
 *
 * @param sessions how many have passed
 * @param bytes of those
 * @param dropped sessions that will not be delivered whole
 * @param repeated how often a session was written again, because a reader left in its middle
 */
public record BridgeFigures(long sessions, long bytes, long dropped, long repeated) {}
