/**
 * One end of a pipe: reading, writing, moving bytes from end to end, and the standard streams.
 * Start at {@link io.standpipe.internal.io.End}.
 */
@NullMarked
package io.standpipe.internal.io;

import org.jspecify.annotations.NullMarked;
