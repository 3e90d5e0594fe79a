/**
 * Pipes, fifos and the programs at their ends.
 *
 * <p>To run a program: {@link io.standpipe.Command}, which starts a {@link io.standpipe.Child}. To
 * connect several: {@link io.standpipe.Pipeline} in a row, {@link io.standpipe.Link} face to face,
 * {@link io.standpipe.Stdio#spawn} with this very process. The devices themselves: {@link
 * io.standpipe.Pipe}, {@link io.standpipe.Fifo}, and their ends {@link io.standpipe.PipeReader} and
 * {@link io.standpipe.PipeWriter}.
 *
 * <h2>Two mistakes that everybody makes once</h2>
 *
 * <p><b>A forgotten write end.</b> A reader sees the end of the stream when <em>every</em> write
 * end is closed, in every process. A parent that hands a write end to a child and keeps its own
 * open waits for ever. {@link io.standpipe.Redirect#handOver(io.standpipe.PipeWriter)} closes it at
 * the right moment.
 *
 * <p><b>A full pipe that nobody reads.</b> A pipe holds 64 KiB, mostly. A program that writes more
 * waits until somebody reads; one that writes all its input before it reads any output waits for
 * ever, together with the program that waits for room to answer. Read and write at the same time,
 * by a thread each, or by {@link io.standpipe.Command#input(byte[])} and {@link
 * io.standpipe.Command#capture}, which do.
 *
 * <p>A third, text that lies in a program's own buffer, has its cures in {@link
 * io.standpipe.Buffering}.
 *
 * <p>Every call that blocks says so, and what ends it. Nothing here is null.
 */
@NullMarked
package io.standpipe;

import org.jspecify.annotations.NullMarked;
