/**
 * Standpipe beside its peers, in one run.
 *
 * <p>{@link io.standpipe.bench.Bench} is the program, {@link io.standpipe.bench.Works} the list of
 * what is measured, against whom and to which target. A contender is a process of its own ({@link
 * io.standpipe.bench.Peer}), so that no JIT, heap or signal handler of one disturbs another; {@link
 * io.standpipe.bench.Course} lets them run in turn, {@link io.standpipe.bench.Ratios} compares.
 * What the contenders in Java do stands in {@code contender}, what those in C do in {@code
 * bench/limit}, the others in {@code bench/peers}. The inner loops that JMH measures are in {@code
 * inner}.
 */
@NullMarked
package io.standpipe.bench;

import org.jspecify.annotations.NullMarked;
