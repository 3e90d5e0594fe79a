/**
 * Measures Standpipe beside its peers, in one run.
 *
 * <p>{@link io.standpipe.bench.Bench} is the program, and {@link io.standpipe.bench.Works} lists
 * what is measured, against which peers and with which targets. Each contender is a process of its
 * own ({@link io.standpipe.bench.Peer}), so that its JIT, heap and signal handlers do not disturb
 * others. {@link io.standpipe.bench.Course} runs contenders in turn, and {@link
 * io.standpipe.bench.Ratios} compares them. The contenders in Java are in {@code contender}, those
 * in C in {@code bench/limit}, all others in {@code bench/peers}. The inner loops that JMH measures
 * are in {@code inner}.
 */
@NullMarked
package io.standpipe.bench;

import org.jspecify.annotations.NullMarked;
