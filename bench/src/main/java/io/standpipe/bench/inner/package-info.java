/**
 * The inner loops, measured by JMH: what a byte, a line, a use of a descriptor costs on the way
 * from the kernel to the user. {@code ./bench/run inner} runs all of them.
 */
@NullMarked
package io.standpipe.bench.inner;

import org.jspecify.annotations.NullMarked;
