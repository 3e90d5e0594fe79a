/**
 * The C library through {@code java.lang.foreign}: the only package that imports it.
 *
 * <p>Start with {@link Posix}, the raw calls; {@link Descriptor} owns what they open. Names here
 * are C's own, so that {@code man 2} and {@code man 3} are the documentation of every call.
 */
@NullMarked
package io.standpipe.internal.posix;

import org.jspecify.annotations.NullMarked;
