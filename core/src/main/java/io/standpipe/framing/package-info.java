/**
 * Messages in a stream of bytes. A pipe keeps no message boundaries, so both sides must agree on a
 * framing.
 *
 * <p>Start with {@link io.standpipe.framing.Framing}, which describes where a message ends. It
 * makes a {@link io.standpipe.framing.FrameReader} for a channel to read from, a {@link
 * io.standpipe.framing.MergedReader} for several such channels at once, a {@link
 * io.standpipe.framing.FrameWriter} for a channel to write to, and a {@link
 * io.standpipe.framing.FrameDecoder} for bytes in memory. A {@link io.standpipe.framing.Frame} is
 * one message: a slice of the reader's buffer, copied on request.
 *
 * <p>Lengths and offsets count bytes, never characters. No value is null unless its documentation
 * says so.
 */
@NullMarked
package io.standpipe.framing;

import org.jspecify.annotations.NullMarked;
