/**
 * The C library through {@code java.lang.foreign}, which no other package imports.
 *
 * <p>Start with {@link io.standpipe.internal.posix.Posix}, the raw calls; {@link
 * io.standpipe.internal.posix.Platform#posix} returns those of this machine. A {@link
 * io.standpipe.internal.posix.Descriptor} owns what they open. Names here are C's own, so {@code
 * man 2} and {@code man 3} document every call.
 */
@NullMarked
package io.standpipe.internal.posix;

import org.jspecify.annotations.NullMarked;
