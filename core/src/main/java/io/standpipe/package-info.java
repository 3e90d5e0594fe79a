/**
 * Pipes, fifos and the programs at their ends.
 *
 * <p>To run a program: {@link io.standpipe.Command}, which starts a {@link io.standpipe.Child}. To
 * connect several: {@link io.standpipe.Pipeline} in a row, {@link io.standpipe.Link} face to face,
 * {@link io.standpipe.Stdio#spawn} with this very process. The devices themselves: {@link
 * io.standpipe.Pipe}, {@link io.standpipe.Fifo}, and their ends {@link io.standpipe.PipeReader} and
 * {@link io.standpipe.PipeWriter}.
 *
 * <h2>Two common mistakes</h2>
 *
 * <p><b>A forgotten write end.</b> A reader sees the end of the stream when <em>every</em> write
 * end is closed, in every process. A parent that hands a write end to a child and keeps its own
 * open waits for ever. {@link io.standpipe.Redirect#handOver(io.standpipe.PipeWriter)} closes it at
 * the right moment.
 *
 * <p><b>A full pipe that no process reads.</b> A pipe usually holds 64 KiB. A program that writes
 * more waits until some of it is read. A program that writes all its input before it reads any
 * output waits for ever, together with the program that waits for room to answer. Read and write at
 * the same time: with a thread for each, or with {@link io.standpipe.Command#input(byte[])} and
 * {@link io.standpipe.Command#capture}, which do that; {@link io.standpipe.Child#capture()} does it
 * for a program that runs already.
 *
 * <p>For a third one, text that stays in a program's own buffer, see {@link
 * io.standpipe.Buffering}.
 *
 * <p>The documentation of a call says whether it blocks, and what ends that. No parameter may be
 * null, and no result is.
 */
@NullMarked
package io.standpipe;

import org.jspecify.annotations.NullMarked;
