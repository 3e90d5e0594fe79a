/** The work {@code framing}: how fast messages are found in bytes, measured by JMH. */
@NullMarked
package io.standpipe.bench.codec;

import org.jspecify.annotations.NullMarked;
