/**
 * The exceptions of the library. Each is an {@link java.io.IOException}; catch one by its type
 * where the program can go on, or all of them together.
 */
@NullMarked
package io.standpipe.error;

import org.jspecify.annotations.NullMarked;
