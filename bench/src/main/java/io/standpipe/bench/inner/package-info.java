/**
 * The inner loops, measured by JMH: the cost of a byte, a line, or a use of a descriptor on the way
 * from the kernel to the user. {@code ./bench/run inner} runs all of them.
 */
@NullMarked
package io.standpipe.bench.inner;

import org.jspecify.annotations.NullMarked;
