/**
 * Messages on a stream of bytes: a pipe keeps no boundaries, so both sides agree on some.
 *
 * <p>Start with {@link io.standpipe.framing.Framing}, which describes where a message ends. It
 * makes a {@link io.standpipe.framing.FrameReader} over any channel to read from, a {@link
 * io.standpipe.framing.FrameWriter} over any channel to write to, and a {@link
 * io.standpipe.framing.FrameDecoder} for bytes that are there already, a {@link
 * io.standpipe.framing.MergedReader} over several channels at once. A {@link
 * io.standpipe.framing.Frame} is one message: a slice of the reader's buffer, copied when asked.
 *
 * <p>Lengths and offsets count bytes, never characters. Nothing here is null unless it says so.
 */
@NullMarked
package io.standpipe.framing;

import org.jspecify.annotations.NullMarked;
