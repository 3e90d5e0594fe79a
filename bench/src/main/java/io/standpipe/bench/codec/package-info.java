/** How fast messages are found in bytes, by JMH: the work {@code framing}. */
@NullMarked
package io.standpipe.bench.codec;

import org.jspecify.annotations.NullMarked;
