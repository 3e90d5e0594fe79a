/**
 * Turns a description of a command into a running process: looks the program up, lays out its
 * descriptors, and spawns it. Start at {@link io.standpipe.internal.start.Spawner}.
 */
@NullMarked
package io.standpipe.internal.start;

import org.jspecify.annotations.NullMarked;
